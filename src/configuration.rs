//! What a front end hands to the graph: the evaluated resources of one root module or one template, in the source
//! language's own types and attribute names.

use crate::facts::Facts;
use crate::source::Span;
use crate::syntax::SyntaxError;
use crate::value::{Address, Arena, Guard, Notation, TermId, Value};
use std::sync::Arc;

/// An evaluated root module (with the modules it calls) or template (with its nested stacks).
#[derive(Debug)]
pub struct Configuration {
    /// Whose type and attribute names the resources use.
    pub language: Language,
    /// Holds what the values refer to.
    pub arena: Arena,
    /// Every resource that the graph has a node for, data sources among them.
    pub resources: Vec<Resource>,
    /// Resources that the graph has no node for: a path of dependencies may lead through them.
    pub others: Vec<OtherResource>,
    /// Where an element of a set of private addresses is taken by its position. Terraform only.
    pub set_elements: Vec<SetElement>,
    /// Where the public address of an instance is read.
    pub address_reads: Vec<AddressRead>,
    /// Which versions of the AWS provider it may be used with, as far as it says. Terraform only.
    pub provider: Option<ProviderVersions>,
    /// The region, where the configuration or the command line says it.
    pub region: Option<Arc<str>>,
    /// What is known of things that are only named by their ids.
    pub facts: Arc<Facts>,
    /// What is not well-formed, or what the language refuses (an unknown reference, a cycle).
    pub errors: Vec<SyntaxError>,
    /// What could not be evaluated, and why.
    pub unchecked: Vec<Unchecked>,
    /// What it says about resources that were called otherwise before, or that Terraform did not make.
    pub history: History,
}

/// What a configuration says about its own past: Terraform's `moved`, `import` and `removed` blocks. Addresses are written as
/// Terraform prints them, the module path in front.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Addresses of resources, resource instances or modules: from where, to where.
    pub moves: Vec<(String, String)>,
    /// Resource instances that exist already and are taken over.
    pub imports: Vec<String>,
    /// Resources and modules that are given up without being destroyed.
    pub forgotten: Vec<String>,
}

/// What a tool decided itself to do with one resource instance: an entry of a plan's `resource_changes`, of a change set's
/// `Changes`. Where there is one, it wins over what the two sides and the replacement tables say.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// The address or logical id, as [`Address`] is displayed.
    pub address: String,
    /// The address that it had before.
    pub previous_address: Option<String>,
    /// What is done.
    pub action: DecidedAction,
    /// The attributes that force a replacement, by their top-level names.
    pub replaced_by: Vec<Arc<str>>,
    /// All attributes that change, by their top-level names, where the tool says so; otherwise the two sides are compared.
    pub changed: Option<Vec<Arc<str>>>,
    /// Why, where no attribute is the reason.
    pub reason: Option<Reason>,
}

/// Why a tool replaces a resource, where no attribute is the reason.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// Its creation failed half-way, or someone marked it (`terraform taint`).
    Tainted,
    /// Someone asked for it (`-replace`).
    Requested,
    /// Something that it names in `replace_triggered_by` changes.
    Triggered,
}

/// What a tool does with a resource.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DecidedAction {
    /// Nothing, or it is only read.
    None,
    /// It is made.
    Create,
    /// It exists and is taken over.
    Import,
    /// It is changed where it is.
    Update,
    /// It is deleted, then made anew (`["delete", "create"]`).
    DeleteThenCreate,
    /// It is made anew, then the old one is deleted (`["create", "delete"]`).
    CreateThenDelete,
    /// It is replaced; the order follows from its type (a change set with `Replacement: True`).
    Replace,
    /// It may be replaced; the tool cannot say (a change set with `Replacement: Conditional`).
    MayReplace,
    /// It is deleted.
    Delete,
    /// It is no longer managed, and stays as it is (`["forget"]`, `DeletionPolicy: Retain`).
    Forget,
}

/// Resource instances of one configuration at most; AWS takes 500 in a template.
pub const MAX_RESOURCES: usize = 20_000;

/// The type of what is no resource: the outputs of a root module or of a stack.
pub const OUTPUT: &str = "output";

/// A resource block of which only its dependencies are known, or an output.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OtherResource {
    /// The block's address.
    pub block: String,
    /// Its type, in the language's own spelling.
    pub resource_type: Arc<str>,
    /// The blocks that it waits for.
    pub dependencies: Arc<[String]>,
}

/// The type of the [`OtherResource`] that stands for a module that is called and is not at hand.
pub const MISSING_MODULE: &str = "module";

/// The source languages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Terraform and OpenTofu.
    Terraform,
    /// CloudFormation.
    CloudFormation,
}

/// An element of a set is taken as if the set had an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SetElement {
    /// The attribute that holds the set.
    pub set: TermId,
    /// By which function; `[]` for an index.
    pub by: &'static str,
    /// Where.
    pub span: Span,
}

/// The public address or the public name of an instance is read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AddressRead {
    /// The attribute of the instance.
    pub attribute: TermId,
    /// Where.
    pub span: Span,
    /// The address of the resource block that reads it, if one does.
    pub reader: Option<Arc<str>>,
}

/// The versions of the AWS provider that a configuration may be used with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ProviderVersions {
    /// The newest one that is allowed, or that is locked: major, minor and patch. `u64::MAX` is any.
    pub newest: [u64; 3],
    /// The constraint that says so, if one does.
    pub span: Option<Span>,
}

/// Something that was left out of the check, with the reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unchecked {
    /// Where.
    pub span: Span,
    /// Why, in lower case and without a full stop: `module "net" comes from a registry and is not installed`.
    pub reason: String,
}

/// One resource instance.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its address.
    pub address: Arc<Address>,
    /// The term of which its attributes are elements.
    pub term: TermId,
    /// The block's type and labels, or the logical id.
    pub header: Span,
    /// The whole block.
    pub block: Span,
    /// When it exists.
    pub guard: Guard,
    /// Its attributes: a mapping of names to values, in which nested blocks are sequences of mappings. An element of such a
    /// sequence that is null under a guard is a block that is not there. A property that is written twice counts once.
    pub properties: Value,
    /// What a plan, a state or AWS says of attributes that are not written, in the same form; null where nobody says anything.
    pub computed: Value,
    /// The module calls or nested stacks through which it is declared, from the root inwards.
    pub calls: Arc<[Span]>,
    /// Resources that this one waits for, by written dependency or by reference, as their block addresses.
    pub dependencies: Arc<[String]>,
    /// What `lifecycle` says.
    pub lifecycle: Lifecycle,
    /// The construct that made it, where the template was synthesized.
    pub construct: Option<Construct>,
}

impl Resource {
    /// Whether the configuration makes it: no data source, and nothing that is only named by its id.
    pub fn is_managed(&self) -> bool {
        matches!(self.address.notation, Notation::Terraform | Notation::CloudFormation)
    }

    /// Whether an address names this one, all instances of its block, or a module that it is in.
    pub fn is_named_by(&self, address: &str) -> bool {
        let name = self.name();
        name.strip_prefix(address).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
    }
}

/// The construct of the Cloud Development Kit that a resource of a synthesized template stands for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Construct {
    /// Its path in the construct tree, as `aws:cdk:path` has it.
    pub path: Arc<str>,
    /// Where the template says it.
    pub span: Span,
}

/// Terraform's `lifecycle` block and CloudFormation's `DeletionPolicy`, as far as rules ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lifecycle {
    /// Names of attributes whose changes are ignored; `all` for every one.
    pub ignore_changes: Vec<Arc<str>>,
    /// Nobody says what is ignored: a plan does not, without the files that it was made from.
    pub is_untold: bool,
    /// Where it says that the replacement is made before the old one is destroyed.
    pub create_before_destroy: Option<Span>,
    /// It stays as it is when it is deleted from the stack (CloudFormation's `DeletionPolicy: Retain`).
    pub retained: bool,
}

impl Lifecycle {
    /// Whether changes of an attribute are ignored.
    pub fn ignores(&self, attribute: &str) -> bool {
        self.ignore_changes.iter().any(|ignored| matches!(&**ignored, "all") || &**ignored == attribute)
    }
}
