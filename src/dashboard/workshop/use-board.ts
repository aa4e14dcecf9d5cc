import { useEffect, useMemo, useSyncExternalStore } from 'react';
import { useClient } from 'urql';
import { type Board, readBoard } from './board.js';
import { type BoardState, BoardStore } from './live/board-store.js';
import { participantId } from './live/participant.js';

export interface LiveBoard {
  workshop: string;
  participant: string;
  name: string;
  state: BoardState;
  board: Board;
  /** Sets a field for everybody; null clears it. */
  edit: (field: string, value: unknown) => void;
}

/** A workshop, live, for as long as the component stands. */
export const useBoard = (workshop: string, name: string): LiveBoard => {
  const client = useClient();
  const participant = participantId();
  const store = useMemo(
    () => new BoardStore(client, { workshop, participant, name }),
    [client, workshop, participant, name],
  );
  useEffect(() => store.open(), [store]);
  const state = useSyncExternalStore(store.subscribe, store.snapshot);
  const board = useMemo(() => readBoard(state.cells, participant), [state.cells, participant]);
  return { workshop, participant, name, state, board, edit: store.edit };
};
