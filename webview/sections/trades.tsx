import { Message } from '../kit/states.tsx';

export function Trades() {
  return (
    <Message icon="table" title="Trades" actions={[]}>
      Not in this version.
    </Message>
  );
}
