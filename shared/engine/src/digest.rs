//! The digest of a matrix as it is printed: of what its rows say, so that two computers with the same
//! matrix print the same, and a paper can be checked against any point in time.

use contract::{Problem, Row};
use model::PastMatrix;

use crate::Engine;
use crate::calls::blocking;
use crate::history::Point;
use crate::people::People;
use crate::screen;

/// Hexadecimal digits of each of the two groups that are printed.
const GROUP_DIGITS: usize = 4;

/// How many rows there are, without the retired, and their digest: "3F9A-22C1".
pub(crate) fn of_rows<'a>(rows: impl Iterator<Item = &'a Row>) -> (u64, String) {
    let mut text = String::new();
    let mut count = 0;
    for row in rows.filter(|row| !row.retired) {
        count += 1;
        for (field, value) in screen::cells(row) {
            text.push_str(&field);
            text.push('\u{1f}');
            text.push_str(&value);
            text.push('\u{1e}');
        }
        text.push('\u{1d}');
    }
    let hash = seal::hash(text.as_bytes());
    let digits = wire::DeviceId(hash).to_string().to_uppercase();
    let digits = &digits[..2 * GROUP_DIGITS];
    let (first, second) = digits.split_at(GROUP_DIGITS);
    (count, format!("{first}-{second}"))
}

/// The same of a matrix as it was.
pub(crate) fn of_past(matrix: &PastMatrix, people: &People) -> (u64, String) {
    let rows: Vec<Row> = screen::past_rows(matrix, people).collect();
    of_rows(rows.iter())
}

impl Engine {
    /// How many rows a dossier had at a point in time, and the digest that its papers carry.
    pub async fn digest_at(
        &self,
        dossier: String,
        point: String,
    ) -> Result<(u64, String), Problem> {
        let language = self.language();
        let (past, people) = self
            .with(&dossier, move |desk, dossier| {
                let shelf = desk.shelf(dossier)?;
                let replica = shelf.replica()?;
                let point = Point::read(replica, &point, language)?;
                let past = replica.matrix().rows_at(&point.version);
                let past = past.ok_or_else(crate::history::unknown_point)?;
                Ok((past, shelf.people().clone()))
            })
            .await?;
        blocking(move || Ok(of_past(&past, &people))).await
    }
}
