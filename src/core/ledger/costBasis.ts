/** Which lots a sale uses up first: LED-2. HIFO and LOFO by cost of a unit, the older first among equals. */
export type CostBasis = 'FIFO' | 'LIFO' | 'HIFO' | 'LOFO' | 'average';
