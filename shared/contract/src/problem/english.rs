//! What each problem says in English: what happened and what is safe, then what to do.

use crate::Code;

/// The two sentences of a code.
pub(super) fn sentences(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::NoPerson => (
            "Nobody has said yet who works on this computer.",
            "Write your name and institution (on the command line: cotejo me --name … --institution …).",
        ),
        Code::PersonInvalid => (
            "The name or the institution is empty or longer than 120 letters.",
            "Write them again, shorter.",
        ),
        Code::DossierUnknown => (
            "No dossier has that name or key.",
            "Look at the list of dossiers and copy its key.",
        ),
        Code::DossierAmbiguous => (
            "Several dossiers answer to that name or key.",
            "Write more letters of the key.",
        ),
        Code::RowUnknown => (
            "That row is not in the matrix.",
            "Check the row's number; it may have changed.",
        ),
        Code::FieldUnknown => (
            "That column does not exist.",
            "Use one of the column names of the help, such as actionLine or targets.2024.",
        ),
        Code::TextTooLong => (
            "The text is longer than a cell holds.",
            "Shorten or split it; what you wrote is still on the screen.",
        ),
        Code::TooMany => (
            "The dossier already has as many rows, headings or comments as it may.",
            "Share the work out to another dossier, or tell support.",
        ),
        Code::ValueInvalid => (
            "That value does not fit the column.",
            "Correct it; what you wrote is still on the screen.",
        ),
        Code::ChoiceUnknown => (
            "There is nothing to decide with that choice in that cell.",
            "Look at the choices again; somebody may have decided already.",
        ),
        Code::ThreadUnknown => (
            "That conversation is no longer there.",
            "Open the comments of the cell again.",
        ),
        Code::NotAllowed => (
            "Your role in this dossier does not allow that change.",
            "Ask the coordinator for another role, or leave a comment if yours allows it.",
        ),
        Code::NotArrived => (
            "The content of this dossier has not reached this computer yet.",
            "Wait for a connection to the server; it will come by itself.",
        ),
        Code::LinkInvalid => (
            "The link is not an invitation of Cotejo, or it is incomplete.",
            "Copy all of it again, from “cotejo:” to the end, and paste it.",
        ),
        Code::LinkRefused => (
            "The server does not accept this invitation.",
            "Ask whoever coordinates the dossier for another.",
        ),
        Code::PackageUnknown => (
            "The file is not a package of Cotejo.",
            "Choose the file that ends in “.cotejo”, as it was given to you.",
        ),
        Code::PackageNewer => (
            "The package was made with a newer version of Cotejo.",
            "Update Cotejo on this computer and open it again.",
        ),
        Code::PackageDamaged => (
            "The package is incomplete or was damaged on its way; nothing was taken from it.",
            "Copy it again from the memory stick, or ask for it to be sent again.",
        ),
        Code::PackageNotForYou => (
            "This package was not made for this computer.",
            "Ask whoever made it to invite you to the dossier, or to make another now that you are in it.",
        ),
        Code::PackageElsewhere => (
            "The package is of a dossier that is not on this computer.",
            "Join with the invitation you were given first, and open it again.",
        ),
        Code::NoRelay => (
            "This dossier is not shared: it lives on this computer only.",
            "Invite somebody to say through which server you will meet.",
        ),
        Code::RelayInvalid => (
            "The address of the server cannot be understood.",
            "Write it like wss://server or ws://server:7700, or ask whoever installed it.",
        ),
        Code::RelayUnreachable => (
            "There is no connection to the server. Everything you wrote is saved here.",
            "Go on working; it will be sent when the connection is back.",
        ),
        Code::RelayUntrusted => (
            "It could not be verified that the server is who it says, and nothing was sent to it. Everything you wrote is saved here.",
            "Tell whoever runs it: its certificate may have expired, or this computer may lack the authority of your institution.",
        ),
        Code::ProxyUnreachable => (
            "The proxy through which this computer reaches the network does not answer. Everything you wrote is saved here.",
            "Go on working; if it does not come back by itself, ask IT to look at the proxy that is set (HTTPS_PROXY).",
        ),
        Code::ProxyPassword => (
            "The proxy of the network asks for a user and a password, or does not accept those it has. Everything you wrote is saved here.",
            "Ask IT to put them in the address of the proxy (HTTPS_PROXY), or to let the server of Cotejo through.",
        ),
        Code::ProxyRefused => (
            "The proxy of the network does not let through to the server of Cotejo. Everything you wrote is saved here.",
            "Ask IT to allow the address and the port of the server.",
        ),
        Code::RelayRefused => (
            "The server does not accept the changes of this dossier. Everything you wrote is saved here.",
            "Tell whoever runs the server or coordinates the dossier.",
        ),
        Code::PersonUnknown => (
            "That person is not in the dossier.",
            "Look at who is in it, and choose again.",
        ),
        Code::LastCoordinator => (
            "Nobody else coordinates this dossier.",
            "First make somebody else its coordinator.",
        ),
        Code::Removed => (
            "You do not belong to this dossier any more. You keep what you had, what you wrote last included.",
            "Export what you need. To come back, ask whoever coordinates the dossier.",
        ),
        Code::RelayCodeNeeded => (
            "This server takes in new dossiers only with a code. Everything you wrote is saved here.",
            "Ask whoever runs the server for the code.",
        ),
        Code::RelayMayNotFound => (
            "This server does not take in new dossiers of this computer. Everything you wrote is saved here.",
            "Ask whoever runs the server to add it to the list.",
        ),
        Code::UsedElsewhere => (
            "This very folder of Cotejo is in use on another computer too, and the server already has what was written there. Everything you wrote here is saved here.",
            "Stop using one of the two. Copy from here what is not there, and to work on two computers ask for an invitation for the second.",
        ),
        Code::RelayFull => (
            "The server has no room left for this dossier. Everything you wrote is saved here.",
            "Ask whoever runs the server for more room.",
        ),
        Code::FileUnreadable => (
            "The file could not be read.",
            "Check that it exists, that no other program has it open and that it can be opened.",
        ),
        Code::FileNotMatrix => (
            "No matrix of action lines was found in that file.",
            "It must be an Excel workbook (.xlsx) with a sheet that has the headers of the matrix.",
        ),
        Code::FileOld => (
            "The file is of a version of Word or Excel from before 2007 (.doc or .xls).",
            "Open it in its program, save it as .docx or .xlsx and import it again.",
        ),
        Code::FileProtected => (
            "The file has a password and cannot be read.",
            "Open it in its program, remove the password, save it and import it again.",
        ),
        Code::FileTooLarge => (
            "The file is larger than Cotejo reads.",
            "Leave only the sheet with the matrix and save it again.",
        ),
        Code::FileNotWritten => (
            "The file could not be written.",
            "Choose another folder or free some space; the dossier did not change.",
        ),
        Code::CodeUnreadable => (
            "That text is not that of a document's code, nor a folio, nor a digest.",
            "Copy it as it stands at the foot of the page: the code begins with COTEJO:1: and a digest looks like 3F9A-22C1.",
        ),
        Code::FormatUnknown => (
            "That format is not known.",
            "Use docx, xlsx, ods, pdf, csv, json or automerge.",
        ),
        Code::FolderInUse => (
            "Cotejo is already open with these dossiers.",
            "Use the window that is open, or close it and begin again.",
        ),
        Code::FolderUnusable => (
            "Cotejo's folder cannot be used on this computer.",
            "Check that the folder exists and that you may write in it.",
        ),
        Code::DiskFull => (
            "The disk of this computer is full; the last change was not saved and is still on the screen.",
            "Free some space and try again; what was saved before is safe.",
        ),
        Code::DiskFailed => (
            "The disk did not accept the last change; it is still on the screen.",
            "Do not close the window. Try again; if it goes on, copy your text and tell support.",
        ),
        Code::StoreDamaged => (
            "The file where Cotejo keeps the dossiers is damaged. Nothing was deleted.",
            "Do not change it; restore a copy, or join again with an invitation.",
        ),
        Code::StoreNewer => (
            "These dossiers were saved by a newer version of Cotejo.",
            "Update Cotejo to open them; nothing was changed.",
        ),
        Code::StoreForeign => (
            "This folder looks half copied from another computer: its key does not fit.",
            "Copy the whole folder, or begin in a new one with an invitation.",
        ),
        Code::HeadingInUse => (
            "That heading still has rows.",
            "Move them to another axis or priority and retire it again.",
        ),
        Code::HeadingMisplaced => (
            "A heading can only stand under one of an outer level that is in use.",
            "Choose another place: axis first, then objective, priority and strategy.",
        ),
        Code::TextClosed => (
            "That text is no longer open for writing.",
            "Open the cell again; what you wrote is still on the screen.",
        ),
        Code::BackupFailed => (
            "The copy could not be made. Your dossiers did not change.",
            "Choose another folder in Settings, or check that it has room and that you may write in it.",
        ),
        Code::BackupFolderGone => (
            "The folder of the backups is not there. Your dossiers did not change.",
            "Connect the stick or the network folder: the backup will be made by itself when it is back. Or choose another folder in Settings.",
        ),
        Code::BackupNoRoom => (
            "The backup does not fit in that folder. Your dossiers did not change.",
            "Free some space, keep fewer backups, or choose another folder in Settings.",
        ),
        Code::BackupForbidden => (
            "You may not write in the folder of the backups. Your dossiers did not change.",
            "Ask whoever runs that folder, or choose another in Settings.",
        ),
        Code::BackupUnknown => (
            "That file is no backup of Cotejo. Nothing was changed.",
            "Choose a file whose name ends in .cotejo-respaldo.",
        ),
        Code::BackupDamaged => (
            "The backup is damaged or incomplete. Nothing was changed.",
            "Copy it again from where it was kept, or choose an earlier one.",
        ),
        Code::BackupNewer => (
            "A newer version of Cotejo made that backup. Nothing was changed.",
            "Update Cotejo and restore it again.",
        ),
        Code::PassphraseNeeded => (
            "That backup is protected by a passphrase.",
            "Write the passphrase it was protected with.",
        ),
        Code::PassphraseWrong => (
            "That passphrase does not open the backup. Nothing was changed.",
            "Check capitals and accents and write it again. Without it the backup cannot be opened.",
        ),
        Code::PassphraseUnfit => (
            "The passphrase is too short to protect anything, or too long.",
            "Use at least ten letters; a few words you remember will do.",
        ),
        Code::HomeOccupied => (
            "There are dossiers on this computer already. Nothing was changed.",
            "Confirm that they be moved aside (on the command line, with --aside): they stay whole in a folder beside the restored ones.",
        ),
        Code::RowApproved => (
            "The row is approved and cannot be changed. Your text is not lost.",
            "Ask the coordinator to reopen it, or suggest the change: it will stand beside the cell.",
        ),
        Code::ReasonNeeded => (
            "The reason is missing.",
            "Write in one line why; the other people will see it.",
        ),
        Code::TextWaits => (
            "That text waits for a decision.",
            "Choose first which text stays; then the row can be split, merged or duplicated.",
        ),
        Code::MinutesUnknown => (
            "There are no such minutes in this dossier, or no such part of them.",
            "Look at the list of minutes again.",
        ),
        Code::MinutesClosed => (
            "Those minutes are closed: they say what was signed.",
            "To correct them, reopen them with a reason; who did it and why is kept.",
        ),
        Code::MinutesOpen => (
            "Those minutes are not closed.",
            "Close them first; until then they can be corrected without reopening them.",
        ),
        Code::MinutesUndecided => (
            "Two people wrote different things in those minutes at once.",
            "Choose which one stays in each place, then close the minutes.",
        ),
        Code::MinutesRemoved => (
            "That was taken out of the minutes, or the minutes were closed once and cannot be removed.",
            "Bring back what was taken out to write in it.",
        ),
        Code::SuggestionUnknown => (
            "There is no such suggestion in this dossier.",
            "Refresh the list of suggestions and try again.",
        ),
        Code::SuggestionDecided => (
            "That suggestion was already decided or taken back.",
            "Look in the list who decided and why; it can be suggested again.",
        ),
        Code::SuggestionMerged => (
            "The row of that suggestion was merged into another, whose text is a different one.",
            "Write the change in the row that stayed, or refuse it for this reason.",
        ),
        Code::ConsultationUnknown => (
            "There is no such consultation in this dossier.",
            "Refresh the list of consultations and try again.",
        ),
        Code::WindowUnknown => (
            "There is no such review window, or it is closed.",
            "Open another one if it is needed.",
        ),
        Code::WindowOpen => (
            "A review window is already open.",
            "Close it or give it another date before opening another.",
        ),
        Code::PointUnknown => (
            "This computer does not have yet everything there was at that time.",
            "Wait until what is missing has arrived and try again.",
        ),
        Code::NotYours => (
            "Only whoever wrote it can do that.",
            "Answer in the conversation or suggest something else.",
        ),
        Code::SenderNeeded => (
            "It is not said who sent the file.",
            "Write their name: their suggestions and comments will carry it.",
        ),
        Code::MappingInvalid => (
            "What was said about how to read the file does not fit it.",
            "Check columns, rows and fields, or begin again without those changes.",
        ),
        Code::DateInvalid => (
            "That is not a day of the calendar.",
            "Write it with day, month and year, for example 24 April 2023.",
        ),
        Code::LogoInvalid => (
            "That picture cannot be used as a logo.",
            "Choose a PNG or JPEG picture of less than 1 MB, and write in a few words what it shows.",
        ),
        Code::ProgrammeUnknown => (
            "There is no programme with that name on this computer.",
            "Look at the list of programmes; the dossiers are where they were.",
        ),
        Code::ProgrammeInvalid => (
            "The name of the programme is empty, longer than 120 letters, or another has it.",
            "Write another name.",
        ),
        Code::NothingAnswers => (
            "No dossier of the programme has that institution, axis or priority.",
            "Write it as in the matrices, or take that filter away.",
        ),
        Code::TooManyToPrint => (
            "Those are too many rows for a document that is printed.",
            "Leave rows out with the filters, or take them to Excel, which holds all of them.",
        ),
        Code::Defect => (
            "Something failed inside Cotejo. What was saved is safe.",
            "Try again; if it goes on, close and open Cotejo, and tell support.",
        ),
    }
}
