#include "ui/surroundings_known.h"

namespace lk::ui {

SurroundingsKnown::SurroundingsKnown(const ConsoleContext& context) : settings(context.parts.settings->current()) {
  // A link to a whole cluster has no node of its own.
  if (context.hasNode()) own = context.parts.control->info();
  snapshot.figures = context.feed.figures();
  for (int row = 0; row < context.nodes.rowCount(); ++row) snapshot.nodes.push_back(*context.nodes.at(row));
  const SessionStore& store = context.devices.store();
  snapshot.sessions.reserve(store.size());
  store.forEach([this](const PackedSession& known) {
    node::SessionRow row;
    row.address = QString::fromStdString(known.address);
    snapshot.sessions.push_back(row);
  });
}

}  // namespace lk::ui
