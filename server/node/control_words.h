#pragma once

#include <QString>

#include "server/node/control_types.h"

// One stable word for each value, as the control socket carries it. fromText: false if there is none, and then the
// value stays.
namespace lk::node {

[[nodiscard]] QString toText(EventKind kind);
[[nodiscard]] QString toText(Severity severity);
[[nodiscard]] QString toText(NodeState state);
[[nodiscard]] QString toText(HistoryKind kind);

[[nodiscard]] bool fromText(const QString& text, EventKind& kind);
[[nodiscard]] bool fromText(const QString& text, Severity& severity);
[[nodiscard]] bool fromText(const QString& text, NodeState& state);
[[nodiscard]] bool fromText(const QString& text, HistoryKind& kind);

}  // namespace lk::node
