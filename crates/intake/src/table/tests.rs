use std::sync::Arc;

use parquet::basic::Compression;
use parquet::data_type::{ByteArray, ByteArrayType, Int64Type};
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;

use super::*;

const SCHEMA: &str = "message documents {
    OPTIONAL BYTE_ARRAY id (UTF8);
    REQUIRED BYTE_ARRAY text (UTF8);
    REQUIRED INT64 published (TIMESTAMP(NANOS, false));
    REQUIRED INT64 words;
    REQUIRED group authors (LIST) { REPEATED group list { REQUIRED BYTE_ARRAY element (UTF8); } }
}";

fn strings(texts: &[&str]) -> Vec<ByteArray> {
    texts.iter().map(|text| ByteArray::from(*text)).collect()
}

/// Two row groups of two rows each.
fn table(compression: Compression) -> Vec<u8> {
    let schema = Arc::new(parse_message_type(SCHEMA).unwrap());
    let properties = Arc::new(WriterProperties::builder().set_compression(compression).build());
    let mut writer = SerializedFileWriter::new(Vec::new(), schema, properties).unwrap();
    for group in 0..2 {
        let mut rows = writer.next_row_group().unwrap();
        let first = format!("It rained in group {group}, said Mr. Obi.");
        let mut column = rows.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&strings(&["a"]), Some(&[1, 0]), None).unwrap();
        column.close().unwrap();
        let mut column = rows.next_column().unwrap().unwrap();
        column.typed::<ByteArrayType>().write_batch(&strings(&[&first, "It stopped."]), None, None).unwrap();
        column.close().unwrap();
        for values in [[1_714_634_100_000_000_000, 0], [7, 8]] {
            let mut column = rows.next_column().unwrap().unwrap();
            column.typed::<Int64Type>().write_batch(&values, None, None).unwrap();
            column.close().unwrap();
        }
        let mut column = rows.next_column().unwrap().unwrap();
        let levels: (&[i16], &[i16]) = (&[1, 1, 0], &[0, 1, 0]);
        let names = strings(&["Ada Obi", "Jo Lund"]);
        column.typed::<ByteArrayType>().write_batch(&names, Some(levels.0), Some(levels.1)).unwrap();
        column.close().unwrap();
        rows.close().unwrap();
    }
    writer.into_inner().unwrap()
}

type Row = (u64, Result<Report, Problem>);

fn read(bytes: Vec<u8>) -> Result<Vec<Row>, Problem> {
    let mut table = Table::of_bytes(bytes, Limits::default())?;
    Ok(std::iter::from_fn(|| table.read(|row| format!("t#{row}"))).collect())
}

#[test]
fn a_row_becomes_a_report_whatever_the_compression() {
    for compression in [
        Compression::UNCOMPRESSED,
        Compression::SNAPPY,
        Compression::ZSTD(Default::default()),
        Compression::GZIP(Default::default()),
        Compression::LZ4_RAW,
    ] {
        let read = read(table(compression)).unwrap();
        assert_eq!(read.len(), 4, "{compression}");
        let report = read[0].1.as_ref().unwrap();
        assert_eq!((report.id.as_str(), report.text.as_str()), ("a", "It rained in group 0, said Mr. Obi."));
        assert_eq!(report.meta.published.as_ref().unwrap().as_str(), "2024-05-02T07:15:00");
        assert_eq!(report.meta.authors, ["Ada Obi", "Jo Lund"]);
        assert_eq!(report.meta.basis[&reportedly_report::Fact::Authors], Stated::Table);
        let last = read[3].1.as_ref().unwrap();
        assert_eq!((last.id.as_str(), last.text.as_str(), last.meta.authors.len()), ("t#4", "It stopped.", 0));
    }
}

#[test]
fn what_is_no_table_is_refused_and_damage_ends_one() {
    assert!(read(Vec::new()).is_err());
    assert!(read(b"PAR1 nonsense PAR1".to_vec()).is_err());
    let schema = Arc::new(parse_message_type("message m { REQUIRED INT64 words; }").unwrap());
    let empty = SerializedFileWriter::new(Vec::new(), schema, Arc::default()).unwrap().into_inner().unwrap();
    assert!(matches!(read(empty), Err(Problem::NotAReport(words)) if words.ends_with("only words")));
    let sound = table(Compression::SNAPPY);
    for at in (4..sound.len()).step_by(7) {
        let mut spoilt = sound.clone();
        spoilt[at] ^= 0x55;
        // Whatever comes of it, it comes to an end.
        if let Ok(read) = read(spoilt) {
            assert!(read.len() <= 1000);
        }
    }
}
