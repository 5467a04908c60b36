//! Staging: rows wait on disk, sorted by dossier, until the whole file is known to be valid. The memory used is bounded.
//!
//! The temporary files have no name, so no data of a dossier stay behind, even after a crash.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::marker::PhantomData;

use serde::Serialize;
use serde::de::DeserializeOwned;

use super::facts::StagedRow;

/// Records one after another on disk: each is its length (4 bytes, little-endian) and its JSON.
#[derive(Debug)]
pub struct RecordFile<T> {
    file: BufWriter<File>,
    kind: PhantomData<T>,
}

impl<T: Serialize + DeserializeOwned> RecordFile<T> {
    /// An empty spool.
    ///
    /// # Errors
    ///
    /// When no temporary file can be made.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            file: BufWriter::new(tempfile::tempfile()?),
            kind: PhantomData,
        })
    }

    /// Adds a record.
    ///
    /// # Errors
    /// When the disk is full or the record too large.
    pub fn push(&mut self, record: &T) -> io::Result<()> {
        self.push_bytes(&serde_json::to_vec(record)?)
    }

    fn push_bytes(&mut self, bytes: &[u8]) -> io::Result<()> {
        let length =
            u32::try_from(bytes.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
        self.file.write_all(&length.to_le_bytes())?;
        self.file.write_all(bytes)
    }

    /// Ends writing and reads from the start.
    ///
    /// # Errors
    ///
    /// When the disk is full.
    pub fn read(self) -> io::Result<Records<T>> {
        let mut file = self
            .file
            .into_inner()
            .map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        Ok(Records {
            file: BufReader::new(file),
            kind: PhantomData,
        })
    }
}

/// The reader of a [`RecordFile`].
#[derive(Debug)]
pub struct Records<T> {
    file: BufReader<File>,
    kind: PhantomData<T>,
}

impl<T: DeserializeOwned> Records<T> {
    /// The next record; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn next(&mut self) -> io::Result<Option<T>> {
        let mut length = [0; 4];
        let mut read = 0;
        while read < length.len() {
            match self.file.read(length.get_mut(read..).unwrap_or_default())? {
                0 if read == 0 => return Ok(None),
                0 => return Err(io::ErrorKind::UnexpectedEof.into()),
                count => read += count,
            }
        }
        let mut bytes = vec![0; u32::from_le_bytes(length) as usize];
        self.file.read_exact(&mut bytes)?;
        Ok(Some(serde_json::from_slice(&bytes)?))
    }
}

/// The sort key of staged rows: all rows of a dossier together, in the order of the file.
type Key = (String, u64);

/// Sorts rows by dossier and line: in memory up to a bound, beyond it in sorted runs on disk that are merged when read.
#[derive(Debug)]
pub struct Sorter {
    rows: Vec<(Key, Vec<u8>)>,
    bytes: usize,
    bytes_max: usize,
    runs: Vec<RecordFile<StagedRow>>,
}

impl Sorter {
    /// An empty sorter that holds at most about `bytes_max` in memory.
    pub fn new(bytes_max: usize) -> Self {
        Self {
            rows: Vec::new(),
            bytes: 0,
            bytes_max,
            runs: Vec::new(),
        }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn push(&mut self, row: &StagedRow) -> io::Result<()> {
        let bytes = serde_json::to_vec(row)?;
        self.bytes += bytes.len() + row.code.as_str().len() + size_of::<(Key, Vec<u8>)>();
        self.rows
            .push(((row.code.as_str().to_owned(), row.line), bytes));
        if self.bytes > self.bytes_max {
            self.spill()
        } else {
            Ok(())
        }
    }

    fn spill(&mut self) -> io::Result<()> {
        let mut rows = std::mem::take(&mut self.rows);
        self.bytes = 0;
        rows.sort_unstable_by(|left, right| left.0.cmp(&right.0));
        let mut run = RecordFile::new()?;
        for (_, bytes) in &rows {
            run.push_bytes(bytes)?;
        }
        self.runs.push(run);
        Ok(())
    }

    /// Ends writing and reads the rows in order.
    ///
    /// # Errors
    /// When the disk is full.
    pub fn sorted(mut self) -> io::Result<Sorted> {
        self.spill()?;
        let mut runs = self
            .runs
            .into_iter()
            .map(RecordFile::read)
            .collect::<io::Result<Vec<_>>>()?;
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (index, run) in runs.iter_mut().enumerate() {
            if let Some(row) = run.next()? {
                heads.push(Reverse(Head::new(row, index)));
            }
        }
        Ok(Sorted { runs, heads })
    }
}

/// The first row of a run that is not read yet.
#[derive(Debug)]
struct Head {
    key: (Key, usize),
    row: StagedRow,
}

impl Head {
    fn new(row: StagedRow, run: usize) -> Self {
        Self {
            key: ((row.code.as_str().to_owned(), row.line), run),
            row,
        }
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.key == other.key
    }
}

impl Eq for Head {}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key.cmp(&other.key)
    }
}

/// The rows in order, merged from the sorted runs.
#[derive(Debug)]
pub struct Sorted {
    runs: Vec<Records<StagedRow>>,
    heads: BinaryHeap<Reverse<Head>>,
}

impl Sorted {
    /// The next row; `None` at the end.
    ///
    /// # Errors
    ///
    /// When the disk fails.
    pub fn next(&mut self) -> io::Result<Option<StagedRow>> {
        let Some(Reverse(Head {
            key: (_, index),
            row,
        })) = self.heads.pop()
        else {
            return Ok(None);
        };
        if let Some(run) = self.runs.get_mut(index)
            && let Some(next) = run.next()?
        {
            self.heads.push(Reverse(Head::new(next, index)));
        }
        Ok(Some(row))
    }
}
