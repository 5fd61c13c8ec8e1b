export { useSuggestionJobs, type SuggestionJobs } from "./jobs";
export { KeptProposal, ProposalBox } from "./ProposalBox";
export { proposerOf, useProposal } from "./proposer";
export { SuggestionDialogs } from "./SuggestionDialogs";
export { SuggestionMarks, retireWord, suggestionWords } from "./SuggestionMarks";
export { SuggestionsPanel } from "./SuggestionsPanel";
