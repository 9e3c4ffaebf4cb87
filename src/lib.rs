//! `enilint` reads infrastructure as code and says what EC2 will refuse, what will not work, and what a change will
//! break, wherever an elastic network interface is involved.
//!
//! Data flows one way: [`source`] → [`syntax`] → [`terraform`] or [`cloudformation`] (which evaluate to [`value`]s and hand
//! over a [`configuration`]) → [`graph`] (and two of them make a [`change`]) → [`rules`] → [`diagnostic`]s → [`report`]. A layer
//! knows only those before it.

pub mod change;
pub mod check;
pub mod cli;
pub mod cloudformation;
pub mod configuration;
pub mod diagnostic;
pub mod discover;
pub mod ec2;
pub mod facts;
pub mod graph;
pub mod report;
pub mod rules;
pub mod settings;
pub mod source;
pub mod suppression;
pub mod syntax;
pub mod terraform;
pub mod value;
