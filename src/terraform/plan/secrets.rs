//! What is secret in a plan: a value that is marked on one side of a change is a secret on the other side too. Otherwise the change
//! that makes it one would tell it.

use super::decisions::any;
use super::document::ChangeRecord;
use serde_json::Value as Json;

/// Marks on both sides of a change what is secret on either.
pub(super) fn share(change: &mut ChangeRecord) {
    let both = united(&change.before_sensitive, &change.after_sensitive);
    change.before_sensitive.clone_from(&both);
    change.after_sensitive = both;
}

/// The marks of both. The items of two lists are not the same ones: where one is marked, or has a mark within, all have.
fn united(one: &Json, other: &Json) -> Json {
    match (one, other) {
        (Json::Object(one), Json::Object(other)) => {
            let mut all = one.clone();
            for (name, mark) in other {
                let both = all.get(name).map_or_else(|| mark.clone(), |own| united(own, mark));
                all.insert(name.clone(), both);
            }
            Json::Object(all)
        }
        (Json::Array(items), Json::Array(others)) => {
            let mark = items.iter().chain(others).fold(Json::Null, |mark, item| united(&mark, item));
            let length = if any(&mark) { items.len().max(others.len()) } else { 0 };
            Json::Array(vec![mark; length])
        }
        (one, other) if any(one) && any(other) => Json::Bool(true),
        (one, other) => if any(other) { other } else { one }.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn what_is_secret_on_one_side_is_on_both() {
        let mut change = ChangeRecord {
            before_sensitive: json!({"private_ips": [], "tags": {"Name": true}, "user_data": true}),
            after_sensitive: json!({"private_ips": [false, true], "tags": {"Owner": true}, "name": false}),
            ..ChangeRecord::default()
        };
        share(&mut change);
        let expected =
            json!({"private_ips": [true, true], "tags": {"Name": true, "Owner": true}, "user_data": true, "name": false});
        assert_eq!((&change.before_sensitive, &change.after_sensitive), (&expected, &expected));
        for (one, other) in [(json!(true), json!({"tags": {"Name": true}})), (json!(true), json!(false)), (json!({}), json!(true))]
        {
            assert_eq!(united(&one, &other), json!(true));
            assert_eq!(united(&other, &one), json!(true));
        }
        let blocks = united(&json!([{"network_interface_id": true}, {}]), &json!([{}, {}]));
        assert_eq!(blocks, json!([{"network_interface_id": true}, {"network_interface_id": true}]));
    }
}
