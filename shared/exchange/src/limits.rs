//! What a file may cost. Each is far above any matrix seen and far below what would hurt.

/// Length of a file, in bytes.
pub const FILE_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Parts inside a workbook.
pub const PARTS_MAX: usize = 2_000;
/// All parts of a workbook inflated, in bytes.
pub const INFLATED_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Marks (`<`) in all parts: each may become an object in memory.
pub const MARKS_MAX: u64 = 3_000_000;
/// Marks in the part of styles, whose objects are the largest.
pub const STYLE_MARKS_MAX: u64 = 60_000;
/// How many times its length a part may inflate to, beyond [`INFLATION_FROM_BYTES`].
pub const INFLATION_RATIO_MAX: u64 = 200;
/// Below this a part may inflate as it likes: what people write repeats itself.
pub const INFLATION_FROM_BYTES: u64 = 16 * 1024 * 1024;
/// Elements inside elements.
pub const NESTING_MAX: usize = 256;
/// Longest value of an attribute in a part of styles, in bytes: a reader copies it for every style.
pub const STYLE_VALUE_BYTES_MAX: usize = 4 * 1024;
/// What all copies of such values may come to, in bytes.
pub const STYLE_COPIES_BYTES_MAX: usize = 32 * 1024 * 1024;
/// Texts that the cells of a workbook share.
pub const SHARED_STRINGS_MAX: usize = 500_000;
/// Styles of a document.
pub const STYLES_MAX: usize = 20_000;
/// Styles that a style may be based on, one on another.
pub const STYLE_CHAIN_MAX: usize = 16;
/// Tables of a document.
pub const TABLES_MAX: usize = 1_000;
/// Tables inside tables.
pub const TABLES_NESTED_MAX: usize = 8;
/// Marks of tracked changes in a document.
pub const MARKS_TRACKED_MAX: usize = 100_000;
/// Cells and rows with tracked changes.
pub const TRACKED_MAX: usize = 20_000;
/// Cells that a formula may be followed through ("=A2", whose A2 is "=A1"…).
pub const FORMULA_STEPS_MAX: usize = 20_000;
/// Sheets looked at.
pub const SHEETS_MAX: usize = 64;
/// Cells with a value or a colour in a sheet.
pub const CELLS_MAX: usize = 300_000;
/// All texts of a sheet, in bytes: many cells may share one long text.
pub const SHEET_TEXT_BYTES_MAX: usize = 48 * 1024 * 1024;
/// Rows of a sheet looked at for the headers of the columns.
pub const HEADER_ROWS_MAX: u32 = 60;
/// Last row of a sheet that is read.
pub const SHEET_ROWS_MAX: u32 = 20_000;
/// Columns of a sheet that are read.
pub const COLUMNS_MAX: u32 = 256;
/// Cells covered by merged ranges.
pub const MERGED_CELLS_MAX: usize = 500_000;
/// Notes of a sheet.
pub const NOTES_MAX: usize = 5_000;
