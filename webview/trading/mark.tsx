/** Whether orders move real money: in words, never by colour alone. */
export function Mark(props: { readonly live: boolean }) {
  return props.live ? (
    <span class="money-mark live-money" title="Orders are sent to the exchange and move real money">
      LIVE
    </span>
  ) : (
    <span class="money-mark" title="A simulated account: no real money moves">
      Paper
    </span>
  );
}
