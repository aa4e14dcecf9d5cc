import { useId, useState } from 'react';
import type { EvidenceOf } from '../api/graphql.js';
import type { Proof } from '../figure/proof.js';
import type { Question } from '../filters/resolve.js';
import { Drawer } from '../shell/drawer.js';
import { ChangeEvidencePage } from './change-evidence.js';
import { type Choice, choicesOf } from './choices.js';
import { DeploymentEvidencePage } from './deployment-evidence.js';
import type { EvidenceSubject } from './queries.js';

interface Props {
  subject: EvidenceSubject;
  title: string;
  proof: Proof;
  question: Question;
}

const ChoiceField = (props: { choices: Choice[]; of: EvidenceOf; choose: (of: EvidenceOf) => void }) => {
  const id = useId();
  const choose = (name: string) => {
    const chosen = props.choices.find(({ of }) => of === name);
    if (chosen) props.choose(chosen.of);
  };
  return (
    <p className="field evidence-of">
      <label htmlFor={id}>Show</label>
      <select id={id} value={props.of} onChange={(event) => choose(event.target.value)}>
        {props.choices.map(({ of, name }) => (
          <option key={of} value={of}>
            {name}
          </option>
        ))}
      </select>
    </p>
  );
};

const Evidence = ({ subject, proof, question }: Omit<Props, 'title'>) => {
  const choices = choicesOf(subject, proof);
  const [of, choose] = useState<EvidenceOf>(choices[0].of);
  return (
    <>
      {choices.length > 1 ? <ChoiceField choices={choices} of={of} choose={choose} /> : null}
      {subject === 'leadTime' || subject === 'scrapRate' ? (
        <ChangeEvidencePage key={of} subject={subject} of={of} question={question} shownBefore={0} />
      ) : (
        <DeploymentEvidencePage key={of} subject={subject} of={of} question={question} shownBefore={0} />
      )}
    </>
  );
};

/** Opens a drawer that lists exactly the rows behind a number. */
export const EvidenceButton = ({ title, ...shown }: Props) => {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button
        type="button"
        className="quiet"
        aria-label={`Evidence for ${title}`}
        onClick={() => setOpen(true)}
      >
        Evidence
      </button>
      {open ? (
        <Drawer title={`Evidence: ${title}`} close={() => setOpen(false)}>
          <Evidence {...shown} />
        </Drawer>
      ) : null}
    </>
  );
};
