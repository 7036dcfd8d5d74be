#pragma once

#include <QStringList>

#include "server/node/session_filter.h"
#include "ui/filter_problem.h"

// The devices' filter field: the node's own filter words, with their faults in the user's language, and what could be
// typed next.
namespace lk::ui {

class DevicesModel;
class FilterEdit;
struct ConsoleContext;

using DeviceFilter = node::SessionFilter;

// Every word that is wrong, in order; none: the text can be used.
[[nodiscard]] QList<FilterProblem> deviceFilterProblems(const QString& text);

// What could stand in place of `word`, which is being typed: a key with its sign, or a key with a value that is known.
// nodes: the ids of the nodes. Short, the most useful first.
[[nodiscard]] QStringList deviceFilterOffers(const QString& word, const QStringList& nodes,
                                             const DevicesModel& devices);

// Completes a field for such a filter with what the context knows, which outlives it.
void offerDeviceFilters(FilterEdit* field, const ConsoleContext& context);

}  // namespace lk::ui
