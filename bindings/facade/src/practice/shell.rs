use std::sync::Arc;
#[cfg(feature = "sqlite")]
use std::sync::OnceLock;

use pms_core::posting::PostingError;
use pms_core::practice;
use pms_core::practice::PracticeError;
use pms_core::store::CommitError;
use pms_core::store::Memory;
use pms_core::store::StoreError;

use crate::error::PmsError;
use crate::identity::read;

use super::zones::Zones;

/// One practice over its store. Its commands may be given from any thread.
#[cfg_attr(feature = "uniffi", derive(uniffi::Object))]
pub struct Practice {
    pub(super) core: practice::Practice,
    pub(super) zones: Arc<Zones>,
    #[cfg(feature = "sqlite")]
    file: Option<pms_storage::sqlite::Sqlite>,
}

/// A practice that lasts as long as this process: for trying out, and for tests.
///
/// # Errors
///
/// `id.syntax`.
///
/// ```
/// # use pms_facade::{practice_in_memory, PmsError};
/// let practice = practice_in_memory("018f2d5c-0000-7000-8000-000000000001".into())?;
/// assert_eq!(practice.id(), "018f2d5c-0000-7000-8000-000000000001");
/// # Ok::<(), PmsError>(())
/// ```
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub fn practice_in_memory(practice: String) -> Result<Arc<Practice>, PmsError> {
    let id = read(&practice, || "practice".to_owned())?;
    let zones = Arc::new(Zones::bundled());
    Ok(Arc::new(Practice {
        core: practice::Practice::new(id, Arc::new(Memory::new()), zones.clone()),
        zones,
        #[cfg(feature = "sqlite")]
        file: None,
    }))
}

/// A practice in one SQLite file, which is made where there is none. One file may hold many
/// practices. Close it before the file is moved or copied.
///
/// # Errors
///
/// `id.syntax`; `storage.database` where the file cannot be opened; `storage.newer` where a later
/// release has changed its tables.
#[cfg(feature = "sqlite")]
#[cfg_attr(feature = "uniffi", uniffi::export)]
pub async fn open_practice(path: String, practice: String) -> Result<Arc<Practice>, PmsError> {
    let id = read(&practice, || "practice".to_owned())?;
    let opening = runtime()?.spawn(async move { pms_storage::sqlite::Sqlite::open(path).await });
    let file = match opening.await {
        Ok(Ok(file)) => file,
        Ok(Err(error)) => {
            return Err(PmsError::Refused {
                code: error.code().to_owned(),
                detail: error.to_string(),
            });
        }
        Err(_) => return Err(unavailable()),
    };
    let zones = Arc::new(Zones::bundled());
    Ok(Arc::new(Practice {
        core: practice::Practice::new(id, Arc::new(file.clone()), zones.clone()),
        zones,
        file: Some(file),
    }))
}

#[cfg_attr(feature = "uniffi", uniffi::export)]
impl Practice {
    /// Which practice it is.
    #[must_use]
    pub fn id(&self) -> String {
        self.core.id().to_string()
    }

    /// Lets go of the file, once what is under way has ended.
    pub async fn close_file(&self) {
        #[cfg(feature = "sqlite")]
        if let (Some(file), Ok(runtime)) = (self.file.clone(), runtime()) {
            let _closed = runtime.spawn(async move { file.close().await }).await;
        }
    }
}

/// The threads on which files are read and written. They begin with the first file and are kept, so
/// that futures may be polled by whatever executor the language has.
#[cfg(feature = "sqlite")]
fn runtime() -> Result<&'static tokio::runtime::Runtime, PmsError> {
    static RUNTIME: OnceLock<Option<tokio::runtime::Runtime>> = OnceLock::new();
    RUNTIME
        .get_or_init(|| {
            tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .thread_name("pms")
                .enable_time()
                .build()
                .ok()
        })
        .as_ref()
        .ok_or_else(unavailable)
}

#[cfg(feature = "sqlite")]
fn unavailable() -> PmsError {
    refusal(&PracticeError::Store(StoreError::Unavailable))
}

/// What a host is told of a refusal of the practice.
#[expect(clippy::needless_pass_by_value, reason = "it stands in map_err")]
pub(super) fn told(error: PracticeError) -> PmsError {
    refusal(&error)
}

fn refusal(error: &PracticeError) -> PmsError {
    let (code, detail) = (error.code().to_owned(), error.to_string());
    match error {
        PracticeError::Access(_)
        | PracticeError::Store(StoreError::Denied)
        | PracticeError::Commit(CommitError::Denied) => PmsError::Denied { code, detail },
        PracticeError::Unknown { .. }
        | PracticeError::UnknownVisitType { .. }
        | PracticeError::Posting(PostingError::UnknownEntry { .. }) => {
            PmsError::NotFound { code, detail }
        }
        PracticeError::Commit(
            CommitError::VersionConflict { .. } | CommitError::ClaimTaken { .. },
        ) => PmsError::Conflict { code, detail },
        error if error.is_retryable() => PmsError::Unavailable { code, detail },
        _ => PmsError::Refused { code, detail },
    }
}
