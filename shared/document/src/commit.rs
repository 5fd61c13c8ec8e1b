//! Writing to a document: the few writes an edit was turned into, as one change.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::transaction::{CommitOptions, Transactable, Transaction};
use automerge::{
    AutomergeError, ChangeHash, ObjId, PatchLog, ReadDoc, ScalarValue, Value, hydrate,
};

use crate::document::Document;
use crate::error::CommitError;
use crate::view::Record;
use crate::words::Splice;

/// One write of an edit, decided beforehand.
#[derive(Debug, Clone)]
pub enum Write {
    /// Sets a register.
    Put {
        /// The map it is in.
        object: ObjId,
        /// Its key.
        key: String,
        /// What it will say.
        value: ScalarValue,
    },
    /// Empties a register, as if nobody had ever written it.
    Delete {
        /// The map it is in.
        object: ObjId,
        /// Its key.
        key: String,
    },
    /// Makes an object with its content.
    Make {
        /// The map it will be in.
        object: ObjId,
        /// Its key there.
        key: String,
        /// What it will hold.
        value: hydrate::Value,
    },
    /// Changes a text.
    Splice {
        /// The text.
        text: ObjId,
        /// What changes in it, from last to first.
        splices: Vec<Splice>,
    },
}

/// A change just made.
#[derive(Debug)]
pub struct Committed {
    /// The change, as a chunk to store and send.
    pub change: Vec<u8>,
    /// Its hash.
    pub hash: ChangeHash,
}

/// Sets a register of a map that was read.
pub fn put(record: &Record, key: &str, value: impl Into<ScalarValue>) -> Write {
    put_in(&record.object, key, value)
}

/// Sets a register of a map.
pub fn put_in(object: &ObjId, key: &str, value: impl Into<ScalarValue>) -> Write {
    Write::Put {
        object: object.clone(),
        key: key.to_owned(),
        value: value.into(),
    }
}

impl Document {
    /// Makes the first change: the whole content at once.
    pub fn found(&mut self, content: &hydrate::Map, at_ms: u64) -> Result<Committed, CommitError> {
        let made = self.transact(None, at_ms, |tx| {
            tx.init_root_from_hydrate(content)?;
            Ok(None)
        })?;
        made.ok_or(CommitError::Panicked)
    }

    /// Makes a change of these writes, as if at version `base` when it is given. `None`: the
    /// writes changed nothing.
    pub fn commit(
        &mut self,
        base: Option<&[ChangeHash]>,
        at_ms: u64,
        writes: &[Write],
    ) -> Result<Option<Committed>, CommitError> {
        self.transact(base, at_ms, |tx| {
            write_all(tx, writes)?;
            Ok(None)
        })
    }

    /// The same, with a message that is written once the writes stand.
    pub fn commit_with(
        &mut self,
        base: Option<&[ChangeHash]>,
        at_ms: u64,
        writes: &[Write],
        message: impl FnOnce(&Transaction<'_>) -> Option<String>,
    ) -> Result<Option<Committed>, CommitError> {
        self.transact(base, at_ms, |tx| {
            write_all(tx, writes)?;
            Ok(message(tx))
        })
    }

    fn transact(
        &mut self,
        base: Option<&[ChangeHash]>,
        at_ms: u64,
        write: impl FnOnce(&mut Transaction<'_>) -> Result<Option<String>, AutomergeError>,
    ) -> Result<Option<Committed>, CommitError> {
        let doc = self.automerge_mut();
        let made = catch_unwind(AssertUnwindSafe(|| {
            let mut tx = match base {
                Some(heads) => doc
                    .transaction_at(PatchLog::inactive(), heads)
                    .map_err(AutomergeError::from)?,
                None => doc.transaction(),
            };
            let message = match write(&mut tx) {
                Ok(message) => message,
                Err(error) => {
                    tx.rollback();
                    return Err(error);
                }
            };
            let seconds = i64::try_from(at_ms / 1000).unwrap_or(i64::MAX);
            let mut options = CommitOptions::default().with_time(seconds);
            if let Some(message) = message {
                options = options.with_message(message);
            }
            let (hash, _) = tx.commit_with(options);
            Ok(hash.and_then(|hash| doc.get_change_by_hash(&hash)))
        }))
        .map_err(|_| CommitError::Panicked)??;
        let Some(mut change) = made else {
            return Ok(None);
        };
        self.record(&change);
        let hash = change.hash();
        Ok(Some(Committed {
            change: change.bytes().into_owned(),
            hash,
        }))
    }
}

fn write_all(tx: &mut Transaction<'_>, writes: &[Write]) -> Result<(), AutomergeError> {
    for write in writes {
        match write {
            Write::Put { object, key, value } => {
                // Automerge writes nothing for a value that already shows in a conflict, it only
                // takes out the others: the choice would not stand against a third.
                let standing = tx.get_all(object, key.as_str())?;
                let shows = |(now, _): &(Value<'_>, ObjId)| now.as_scalar() == Some(value);
                if standing.len() > 1 && standing.iter().any(shows) {
                    tx.put(object, key.as_str(), ScalarValue::Null)?;
                }
                tx.put(object, key.as_str(), value.clone())?;
            }
            Write::Delete { object, key } => tx.delete(object, key.as_str())?,
            Write::Make { object, key, value } => {
                tx.batch_create_object(object, key.as_str(), value, false)?;
            }
            Write::Splice { text, splices } => {
                for splice in splices {
                    let delete = isize::try_from(splice.delete).unwrap_or(isize::MAX);
                    tx.splice_text(text, splice.at, delete, &splice.insert)?;
                }
            }
        }
    }
    Ok(())
}
