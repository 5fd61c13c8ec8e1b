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
