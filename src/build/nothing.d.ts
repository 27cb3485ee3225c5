// The target of every package a room is not allowed to import: naming one fails to compile.
export {};
