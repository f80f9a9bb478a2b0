// The elements of a tensor, as cases hold them and the engine gives them back.
export type Numbers = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;
