//! What a fair measurement needs of the system: files out of memory, and the time of all processors.

use std::path::Path;

/// Tells what a cold run is on this system.
pub const COLD: &str = if cfg!(target_os = "linux") {
    "a new session with new threads, the dataset's pages dropped with posix_fadvise"
} else {
    "a new session with new threads; the system may still hold the files in memory"
};

/// Asks the system to forget the pages of the Parquet files in a folder. It may decline; a file that cannot be opened is passed over.
pub fn drop_pages(folder: &Path) {
    #[cfg(target_os = "linux")]
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.extension().is_some_and(|ending| ending == "parquet")
            && let Ok(file) = std::fs::File::open(path)
        {
            let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = folder;
}

/// Returns for how many seconds processors have worked for this process.
pub fn cpu_seconds() -> f64 {
    cpu_time::ProcessTime::now().as_duration().as_secs_f64()
}
