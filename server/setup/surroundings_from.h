#pragma once

#include "server/node/control_types.h"
#include "server/setup/surroundings.h"

namespace lk::setup {

// What a console or a verb knows of its node and cluster, as checks take it. own: NodeControl::info(), without an id
// where the link is to a whole cluster and to no node of it. Of the peers those of the snapshot's sessions: ask for all
// sessions (an empty cursor).
[[nodiscard]] Surroundings surroundingsFrom(const Settings& settings, const node::NodeInfo& own,
                                            const node::Snapshot& snapshot);

}  // namespace lk::setup
