/** The leader epoch that every batch is stamped with: one copy, one leader, for ever. */
export const LEADER_EPOCH = 0
