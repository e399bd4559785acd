//! Tables of an analyst's own in Parquet: small ones, read row by row.

use super::super::Wrong;
use super::caught::caught;
use super::{damaged, per_ms};
use bytes::Bytes;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use parquet::basic::LogicalType;
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use parquet::schema::types::ColumnDescPtr;

/// Names of columns, and rows of fields.
type Rows = (Vec<String>, Vec<Vec<String>>);

/// Names of the columns of the file of these `bytes`, and of at most so many rows their fields as text.
pub fn parquet_rows(bytes: &[u8], most: usize) -> Result<Rows, Wrong> {
    caught(|| rows_of(bytes, most))
}

fn rows_of(bytes: &[u8], most: usize) -> Result<Rows, Wrong> {
    let reader =
        SerializedFileReader::new(Bytes::copy_from_slice(bytes)).map_err(|e| damaged(&e))?;
    let meta = reader.metadata().file_metadata();
    let header: Vec<String> =
        meta.schema_descr().columns().iter().map(|c| c.path().string()).collect();
    if usize::try_from(meta.num_rows()).unwrap_or(0) > most {
        return Err(Wrong::of_file(format!("{} rows", meta.num_rows()), Wrong::rows(most)));
    }
    let times: Vec<Option<Time>> = meta.schema_descr().columns().iter().map(time_of).collect();
    let mut rows = Vec::new();
    for row in reader.get_row_iter(None).map_err(|e| damaged(&e))? {
        let row = row.map_err(|e| damaged(&e))?;
        let fields = row.get_column_iter().enumerate();
        let fields: Vec<String> =
            fields.map(|(i, (_, field))| said(field, times.get(i).copied().flatten())).collect();
        if fields.len() != header.len() {
            let found = "columns that lie in one another";
            return Err(Wrong::of_file(found, "columns of plain values, one a row"));
        }
        rows.push(fields);
    }
    Ok((header, rows))
}

/// How many of a column's numbers make a millisecond, and whether they are of UTC.
type Time = (i64, bool);

fn time_of(column: &ColumnDescPtr) -> Option<Time> {
    match column.logical_type_ref()? {
        LogicalType::Timestamp(time) => Some((per_ms(time.unit), time.is_adjusted_to_u_t_c)),
        _ => None,
    }
}

fn said(field: &Field, time: Option<Time>) -> String {
    let ms = match (field, time) {
        (Field::TimestampMillis(ms), _) => Some(*ms),
        (Field::TimestampMicros(n) | Field::Long(n), Some((per, _))) => Some(n.div_euclid(per)),
        _ => None,
    };
    if let (Some(ms), Some((_, utc))) = (ms, time)
        && let Ok(at) = Timestamp::from_millisecond(ms)
    {
        return if utc { at.to_string() } else { TimeZone::UTC.to_datetime(at).to_string() };
    }
    match field {
        Field::Null => String::new(),
        Field::Str(text) => text.trim().to_owned(),
        Field::Float(x) => x.to_string(),
        Field::Double(x) => x.to_string(),
        Field::Bytes(bytes) => String::from_utf8_lossy(bytes.data()).trim().to_owned(),
        // A day, before its offset; a number as it is.
        Field::Date(day) => crate::recording::digits::date(*day),
        other => other.to_string(),
    }
}
