/** What one chooses from, for each part of the filter. */
import { FoundChoices } from "../time/FoundChoices.tsx";
import { WherePanel } from "../where/WherePanel.tsx";
import { CategoryChoices } from "./CategoryChoices.tsx";
import { CampaignChoices, SourceChoices, StatusChoices, UnitChoices } from "./Choices.tsx";
import { WordsChoice } from "./OtherChoices.tsx";
import { RareChoices } from "./RareChoices.tsx";

const parts = {
  status: () => <StatusChoices />,
  category: () => <CategoryChoices />,
  unit: () => <UnitChoices />,
  place: (close: () => void) => <WherePanel close={close} />,
  found: () => <FoundChoices />,
  source: () => <SourceChoices />,
  campaign: () => <CampaignChoices />,
  more: () => <RareChoices />,
  q: (close: () => void) => <WordsChoice close={close} />,
} as const;
export type ChosenPart = keyof typeof parts;

export function Choosing({ part, close }: { part: ChosenPart; close: () => void }) {
  return parts[part](close);
}
