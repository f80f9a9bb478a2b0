/** As ELEMENTS_A_TASK of src/cpu/call.ts. */
const ELEMENTS: i32 = 16_384;

/** Elements [firstOf, endOf) belong to a task. */
export function firstOf(task: i32): i32 {
  return task * ELEMENTS;
}

export function endOf(task: i32, count: i32): i32 {
  return min(count, (task + 1) * ELEMENTS);
}

/** Rows of a task, where each row of `width` elements is treated by itself. */
export function rowsATask(width: i32): i32 {
  return max(1, ELEMENTS / width);
}
