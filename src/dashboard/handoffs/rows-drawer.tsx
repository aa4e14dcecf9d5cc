import type { Asked } from '../filters/use-filters.js';
import { Drawer } from '../shell/drawer.js';
import { HandoffList } from './handoff-list.js';
import type { Selection } from './shown.js';
import { WaitingList } from './waiting-list.js';

const titleOf = (selection: Selection): string => {
  if (selection.kind === 'waiting') {
    return selection.holder ? `What waits at ${selection.holder}` : 'What waits';
  }
  const { from, to } = selection;
  if (!from && !to) return 'All handoffs';
  return `Handoffs${from ? ` from ${from}` : ''}${to ? ` to ${to}` : ''}`;
};

/** The rows behind a cell, a part or a bar. */
export const RowsDrawer = (props: { selection: Selection; asked: Asked; close: () => void }) => {
  const { selection, asked, close } = props;
  return (
    <Drawer title={titleOf(selection)} close={close}>
      {selection.kind === 'waiting' ? (
        <WaitingList asked={asked} holder={selection.holder} shownBefore={0} />
      ) : (
        <HandoffList asked={asked} from={selection.from} to={selection.to} shownBefore={0} />
      )}
    </Drawer>
  );
};
