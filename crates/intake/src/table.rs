//! Tables of documents in Parquet: a report a row, its columns named as the keys of JSON Lines are.
//!
//! Row groups are read one after the other, and of each only the columns that are wanted, a batch of rows at a time. A
//! date may be text, a date or a timestamp; a timestamp without a zone stays without one.

use std::fs::File;
use std::panic::{AssertUnwindSafe, catch_unwind};

use jiff::civil::{self, DateTime};
use jiff::{Span, Timestamp};
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::data_type::AsBytes;
use parquet::file::reader::{ChunkReader, FileReader};
use parquet::file::serialized_reader::SerializedFileReader;
use parquet::record::reader::RowIter;
use parquet::record::{Field, List};
use parquet::schema::types::Type;
use reportedly_report::{Report, Stated};
use serde_json::{Map, Value};

use crate::{Limits, Problem, json};

/// Rows taken out of the columns at a time.
const BATCH: usize = 64;
/// Columns that are read, beside any of their name in a column `meta`.
const COLUMNS: [&str; 10] =
    ["id", "text", "title", "outlet", "url", "language", "published", "authors", "canonical", "credit"];

/// The rows of a table.
pub struct Table {
    rows: RowIter<'static>,
    limits: Limits,
    stamps: Stamps,
    read: u64,
    ended: bool,
}

/// How timestamps of `published` are to be understood where the values do not say it.
#[derive(Clone, Copy, Default)]
struct Stamps {
    nanoseconds: bool,
    local: bool,
}

impl Table {
    /// The rows of a file.
    ///
    /// # Errors
    /// If it is no table, or has no column `text`.
    pub fn of_file(file: File, limits: Limits) -> Result<Self, Problem> {
        Self::of(file, limits)
    }

    /// The rows of a table in memory.
    ///
    /// # Errors
    /// If it is no table, or has no column `text`.
    pub fn of_bytes(bytes: Vec<u8>, limits: Limits) -> Result<Self, Problem> {
        Self::of(bytes::Bytes::from(bytes), limits)
    }

    fn of<R: ChunkReader + 'static>(source: R, limits: Limits) -> Result<Self, Problem> {
        guarded(|| {
            let reader = SerializedFileReader::new(source).map_err(|error| damaged(&error))?;
            let groups = reader.metadata().row_groups().iter();
            // Where columns are said to lie before the file's beginning, the reader would stop the program.
            if groups.flat_map(|group| group.columns()).any(|column| {
                let starts =
                    [Some(column.data_page_offset()), column.dictionary_page_offset(), Some(column.compressed_size())];
                starts.into_iter().flatten().any(|start| start < 0)
            }) {
                return Err(Problem::Damaged("its columns lie nowhere".to_owned()));
            }
            let schema = reader.metadata().file_metadata().schema();
            let wanted: Vec<_> = schema.get_fields().iter().filter(|column| is_wanted(column)).cloned().collect();
            if !wanted.iter().any(|column| column.name() == "text") {
                let names: Vec<&str> = schema.get_fields().iter().map(|column| column.name()).take(20).collect();
                let words = format!("the table has no column \"text\" of strings, only {}", names.join(", "));
                return Err(Problem::NotAReport(words));
            }
            let published = wanted.iter().find(|column| column.name() == "published");
            let stamps = published.map(|column| stamps(column)).unwrap_or_default();
            let name = schema.name().to_owned();
            let wanted = Type::group_type_builder(&name).with_fields(wanted).build();
            let rows = RowIter::from_file_into(Box::new(reader)).with_batch_size(BATCH);
            let rows = rows.project(Some(wanted.map_err(|error| damaged(&error))?)).map_err(|error| damaged(&error))?;
            Ok(Self { rows: rows.with_batch_size(BATCH), limits, stamps, read: 0, ended: false })
        })
    }

    /// The next row, counted from 1, as a report; `place` names it where the table does not. After damage, none.
    pub fn read(&mut self, place: impl Fn(u64) -> String) -> Option<(u64, Result<Report, Problem>)> {
        if self.ended {
            return None;
        }
        let next = guarded(|| self.rows.next().transpose().map_err(|error| damaged(&error)));
        self.read += 1;
        let row = match next {
            Ok(Some(row)) => row,
            Ok(None) => {
                self.ended = true;
                return None;
            }
            Err(problem) => {
                self.ended = true;
                return Some((self.read, Err(problem)));
            }
        };
        let columns = row.into_columns().into_iter();
        let object: Map<String, Value> = columns.map(|(name, field)| (name, value(field, self.stamps))).collect();
        let report = json::report_of(place(self.read), &object, &self.limits, Stated::Table);
        Some((self.read, report.map(|(report, _)| report)))
    }
}

fn is_wanted(column: &Type) -> bool {
    if column.name() == "meta" {
        return column.is_group();
    }
    let text = column.is_primitive() && column.get_physical_type() == Physical::BYTE_ARRAY;
    match column.name() {
        "text" => text,
        name => COLUMNS.contains(&name),
    }
}

fn stamps(column: &Type) -> Stamps {
    match column.get_basic_info().logical_type_ref() {
        Some(LogicalType::Timestamp(kind)) => {
            Stamps { nanoseconds: kind.unit == TimeUnit::NANOS, local: !kind.is_adjusted_to_u_t_c }
        }
        _ => Stamps::default(),
    }
}

/// A value as JSON Lines would hold it.
fn value(field: Field, stamps: Stamps) -> Value {
    match field {
        Field::Str(text) => Value::String(text),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.as_bytes()).into_owned().into(),
        Field::Byte(number) => number.into(),
        Field::Short(number) => number.into(),
        Field::Int(number) => number.into(),
        Field::UInt(number) => number.into(),
        Field::ULong(number) => number.into(),
        Field::Long(nanoseconds) if stamps.nanoseconds => moment(i128::from(nanoseconds), stamps).into(),
        Field::Long(number) => number.into(),
        Field::TimestampMillis(count) => moment(i128::from(count) * 1_000_000, stamps).into(),
        Field::TimestampMicros(count) => moment(i128::from(count) * 1_000, stamps).into(),
        Field::Date(days) => day(days).into(),
        Field::ListInternal(list) => texts(&list),
        Field::Group(row) => {
            Value::Object(row.into_columns().into_iter().map(|(name, field)| (name, value(field, stamps))).collect())
        }
        _ => Value::Null,
    }
}

fn texts(list: &List) -> Value {
    let text = |field: &Field| match field {
        Field::Str(text) => Some(Value::String(text.clone())),
        _ => None,
    };
    list.elements().iter().filter_map(text).collect()
}

/// A moment in UTC, or on the clocks of a place that is not named.
fn moment(nanoseconds: i128, stamps: Stamps) -> Option<String> {
    let moment = Timestamp::from_nanosecond(nanoseconds).ok()?;
    if stamps.local {
        let local: DateTime = moment.to_zoned(jiff::tz::TimeZone::UTC).datetime();
        return Some(local.to_string());
    }
    Some(moment.to_string())
}

fn day(days: i32) -> Option<String> {
    let span = Span::new().try_days(days).ok()?;
    Some(civil::date(1970, 1, 1).checked_add(span).ok()?.to_string())
}

fn damaged(error: &parquet::errors::ParquetError) -> Problem {
    let words = error.to_string();
    Problem::Damaged(words.chars().take(200).collect())
}

/// The reader of Parquet asserts what hostile files break; here that is damage.
fn guarded<T>(read: impl FnOnce() -> Result<T, Problem>) -> Result<T, Problem> {
    let read = catch_unwind(AssertUnwindSafe(read));
    read.unwrap_or_else(|_| Err(Problem::Damaged("no sound Parquet table".to_owned())))
}

#[cfg(test)]
mod tests;
