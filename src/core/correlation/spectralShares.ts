/** QL iterations that one eigenvalue may take; two or three are usual. */
const patience = 60;

/**
 * How much of the variance w'Cw of a symmetric matrix `c` (size × size, row after row; not changed) falls on each of its
 * eigenvectors: (eᵢ'w)² λᵢ, in no particular order. Householder tridiagonalisation and implicit QL (EISPACK tred2/tql2; Golub
 * & Van Loan 8.3), with the rotations applied to `w` alone instead of gathering eigenvectors: O(4/3 n³), a second for a
 * thousand. null where QL does not converge (values that are not finite).
 */
export function spectralShares(
  c: Float64Array,
  w: Float64Array,
): { readonly eigenvalues: Float64Array; readonly shares: Float64Array } | null {
  const size = w.length;
  const { diagonal, off, vector } = tridiagonal(Float64Array.from(c), Float64Array.from(w), size);
  if (!diagonalise(diagonal, off, vector)) return null;
  const shares = vector.map((part, index) => part * part * (diagonal[index] ?? 0));
  return { eigenvalues: diagonal, shares };
}

/** Householder reflections from the last row up; each is applied to `vector` as well. */
function tridiagonal(c: Float64Array, vector: Float64Array, size: number) {
  const diagonal = new Float64Array(size);
  const off = new Float64Array(size);
  const at = (i: number, j: number): number => c[i * size + j] ?? 0;
  for (let k = size - 1; k >= 2; k--) {
    // Row k left of the diagonal becomes (0 … 0, alpha).
    let square = 0;
    for (let j = 0; j < k - 1; j++) square += at(k, j) ** 2;
    const last = at(k, k - 1);
    if (square === 0) {
      off[k] = last;
      continue;
    }
    const length = Math.sqrt(square + last * last);
    const alpha = last > 0 ? -length : length;
    const v = new Float64Array(k);
    for (let j = 0; j < k; j++) v[j] = at(k, j);
    v[k - 1] = last - alpha;
    const half = square / 2 + (last - alpha) ** 2 / 2;
    // C ← C − v q' − q v' with p = C v / half, q = p − (v'p / 2 half) v.
    const p = new Float64Array(k);
    let vp = 0;
    for (let i = 0; i < k; i++) {
      let sum = 0;
      const row = i * size;
      for (let j = 0; j < k; j++) sum += (c[row + j] ?? 0) * (v[j] ?? 0);
      p[i] = sum / half;
      vp += (v[i] ?? 0) * (p[i] ?? 0);
    }
    const scale = vp / (2 * half);
    for (let i = 0; i < k; i++) p[i] = (p[i] ?? 0) - scale * (v[i] ?? 0);
    for (let i = 0; i < k; i++) {
      const row = i * size;
      const vi = v[i] ?? 0;
      const qi = p[i] ?? 0;
      for (let j = 0; j < k; j++) c[row + j] = (c[row + j] ?? 0) - vi * (p[j] ?? 0) - qi * (v[j] ?? 0);
    }
    let along = 0;
    for (let j = 0; j < k; j++) along += (v[j] ?? 0) * (vector[j] ?? 0);
    along /= half;
    for (let j = 0; j < k; j++) vector[j] = (vector[j] ?? 0) - along * (v[j] ?? 0);
    off[k] = alpha;
  }
  if (size > 1) off[1] = at(1, 0);
  for (let i = 0; i < size; i++) diagonal[i] = at(i, i);
  return { diagonal, off, vector };
}

/** Implicit QL with Wilkinson's shift; `diagonal` ends as eigenvalues, `vector` in their basis. */
function diagonalise(diagonal: Float64Array, off: Float64Array, vector: Float64Array): boolean {
  const size = diagonal.length;
  const get = (list: Float64Array, index: number): number => list[index] ?? 0;
  for (let i = 1; i < size; i++) off[i - 1] = get(off, i);
  if (size > 0) off[size - 1] = 0;
  for (let l = 0; l < size; l++) {
    for (let tries = 0; ; tries++) {
      let m = l;
      while (m < size - 1) {
        const around = Math.abs(get(diagonal, m)) + Math.abs(get(diagonal, m + 1));
        if (Math.abs(get(off, m)) <= Number.EPSILON * around) break;
        m++;
      }
      if (m === l) break;
      if (tries === patience) return false;
      let g = (get(diagonal, l + 1) - get(diagonal, l)) / (2 * get(off, l));
      let r = Math.hypot(g, 1);
      g = get(diagonal, m) - get(diagonal, l) + get(off, l) / (g + (g < 0 ? -r : r));
      let s = 1;
      let c = 1;
      let p = 0;
      let i = m - 1;
      for (; i >= l; i--) {
        const f = s * get(off, i);
        const b = c * get(off, i);
        r = Math.hypot(f, g);
        off[i + 1] = r;
        if (r === 0) {
          diagonal[i + 1] = get(diagonal, i + 1) - p;
          off[m] = 0;
          break;
        }
        s = f / r;
        c = g / r;
        g = get(diagonal, i + 1) - p;
        r = (get(diagonal, i) - g) * s + 2 * c * b;
        p = s * r;
        diagonal[i + 1] = g + p;
        g = c * r - b;
        const upper = get(vector, i + 1);
        const lower = get(vector, i);
        vector[i + 1] = s * lower + c * upper;
        vector[i] = c * lower - s * upper;
      }
      if (r === 0 && i >= l) continue;
      diagonal[l] = get(diagonal, l) - p;
      off[l] = g;
      off[m] = 0;
    }
  }
  return diagonal.every(Number.isFinite);
}
