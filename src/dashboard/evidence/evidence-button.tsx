import { useState } from 'react';
import type { Question } from '../filters/resolve.js';
import { Drawer } from '../shell/drawer.js';
import { ChangeEvidencePage } from './change-evidence.js';
import { DeploymentEvidencePage } from './deployment-evidence.js';
import type { EvidenceSubject } from './queries.js';

interface Props {
  subject: EvidenceSubject;
  title: string;
  question: Question;
}

/** Opens a drawer that lists exactly the rows behind a number. */
export const EvidenceButton = ({ subject, title, question }: Props) => {
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
          {subject === 'leadTime' || subject === 'scrapRate' ? (
            <ChangeEvidencePage subject={subject} question={question} shownBefore={0} />
          ) : (
            <DeploymentEvidencePage subject={subject} question={question} shownBefore={0} />
          )}
        </Drawer>
      ) : null}
    </>
  );
};
