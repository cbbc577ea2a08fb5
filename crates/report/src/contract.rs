//! The printed form, `reportedly/1`: one JSON object a report, spans in Unicode code points.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{CodePoints, Reading, SCHEMA};

/// A reading whose spans count code points: the only form that is ever printed.
pub struct Contract(Reading);

impl From<Reading> for Contract {
    fn from(mut reading: Reading) -> Self {
        let text = std::mem::take(&mut reading.report.text);
        let points = CodePoints::new(&text);
        reading.map_spans(|span| points.span(span));
        reading.report.text = text;
        Self(reading)
    }
}

impl Contract {
    /// The JSON object on one line.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a reading has only string keys and finite numbers")
    }

    /// The JSON object, indented for people.
    pub fn to_json_pretty(&self) -> String {
        serde_json::to_string_pretty(self).expect("a reading has only string keys and finite numbers")
    }
}

impl Serialize for Contract {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let reading = &self.0;
        let mut object = serializer.serialize_struct("Reading", 15)?;
        object.serialize_field("schema", SCHEMA)?;
        object.serialize_field("id", &reading.report.id)?;
        object.serialize_field("meta", &reading.report.meta)?;
        object.serialize_field("text", &reading.report.text)?;
        object.serialize_field("blocks", &reading.blocks)?;
        object.serialize_field("sentences", &reading.sentences)?;
        if let Some(tokens) = &reading.tokens {
            object.serialize_field("tokens", tokens)?;
        }
        object.serialize_field("entities", &reading.entities)?;
        object.serialize_field("times", &reading.times)?;
        object.serialize_field("places", &reading.places)?;
        object.serialize_field("quantities", &reading.quantities)?;
        object.serialize_field("attributions", &reading.attributions)?;
        object.serialize_field("events", &reading.events)?;
        object.serialize_field("conflicts", &reading.conflicts)?;
        object.serialize_field("checks", &reading.checks)?;
        object.end()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::*;

    #[test]
    fn prints_code_points_that_slice_to_the_quotation() {
        let text = "Déjà 👩‍🚒 vu: “non”.".to_owned();
        let start = text.find('“').unwrap();
        let span = Span::new(start, text.find('.').unwrap());
        let reading = Reading {
            report: Report { id: "r".into(), text: text.clone(), ..Report::default() },
            sentences: vec![Sentence { span, rule: "test".into() }],
            ..Reading::default()
        };
        let json: serde_json::Value = serde_json::from_str(&Contract::from(reading).to_json()).unwrap();
        let at = |key| json["sentences"][0][key].as_u64().unwrap() as usize;
        let quoted: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
        assert_eq!(quoted, "“non”");
        assert_eq!(json["schema"], "reportedly/1");
        assert!(json.get("tokens").is_none());
    }
}
