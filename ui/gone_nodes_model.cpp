#include "ui/gone_nodes_model.h"

#include <QDateTime>
#include <QLocale>

#include "ui/nodes_model.h"
#include "ui/words.h"

namespace lk::ui {

void GoneNodesModel::add(const node::NodeRow& last, qint64 atMs, bool again) {
  if (m_entries.size() == kMost) {
    beginRemoveRows({}, rowCount() - 1, rowCount() - 1);
    m_entries.pop_back();
    endRemoveRows();
  }
  beginInsertRows({}, 0, 0);
  m_entries.push_front({last, atMs, again});
  endInsertRows();
  Q_EMIT counted();
}

void GoneNodesModel::forgetAll() {
  beginResetModel();
  m_entries.clear();
  endResetModel();
  Q_EMIT counted();
}

int GoneNodesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_entries.size());
}

int GoneNodesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : kColumns; }

// One that was killed after a drain has no lease any more, and may have been seen like that.
node::NodeState GoneNodesModel::lastState(const Entry& entry) {
  return entry.last.hadDrained() ? node::NodeState::Draining : entry.last.state;
}

QString GoneNodesModel::how(const Entry& entry) {
  using node::NodeState;
  if (entry.again) return tr("started anew");
  switch (lastState(entry)) {
    case NodeState::Up: return tr("ended, with no drain seen");
    case NodeState::Draining: return tr("drained, and ended");
    case NodeState::Silent: return tr("did not answer any more, and ended");
    case NodeState::Dead: return tr("died: its lease ended");
  }
  return {};
}

QString GoneNodesModel::text(const Entry& entry, int column) {
  const node::NodeRow& last = entry.last;
  switch (column) {
    case Node: return last.info.id;
    case Gone: return words::timeOfDay(entry.atMs).left(8);
    case How: return how(entry);
    case Sessions: return words::count(last.figures.sessions);
    case RanFor:
      return last.info.startedAtMs > 0 ? words::duration(entry.atMs - last.info.startedAtMs) : QStringLiteral("–");
    case Address: return addressOf(last);
    case Host: return last.host;
    case Version: return last.info.version;
    default: return {};
  }
}

QVariant GoneNodesModel::data(const QModelIndex& index, int role) const {
  if (!index.isValid() || index.row() >= rowCount()) return {};
  const Entry& entry = m_entries[static_cast<std::size_t>(index.row())];
  const int column = index.column();
  switch (role) {
    case Qt::DisplayRole: return text(entry, column);
    case Qt::ToolTipRole:
      if (column != Gone) return {};
      return QLocale().toString(QDateTime::fromMSecsSinceEpoch(entry.atMs), QLocale::ShortFormat);
    case Qt::TextAlignmentRole: return cellAlignment(column == Sessions || column == RanFor);
    case kDotRole: return column == How;
    case kToneRole: {
      if (column == Node) return static_cast<int>(Tone::Normal);
      const bool isBad = column == How && !entry.again && lastState(entry) >= node::NodeState::Silent;
      return static_cast<int>(isBad ? Tone::Bad : Tone::Muted);
    }
    default: return {};
  }
}

QVariant GoneNodesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  if (role == Qt::TextAlignmentRole) return cellAlignment(section == Sessions || section == RanFor);
  if (role == Qt::ToolTipRole && section == Sessions) return tr("How many it had when it was last heard");
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case Node: return tr("Node");
    case Gone: return tr("Gone at");
    case How: return tr("How it went");
    case Sessions: return tr("Sessions");
    case RanFor: return tr("Ran for");
    case Address: return tr("Address");
    case Host: return tr("Host");
    case Version: return tr("Version");
    default: return {};
  }
}

}  // namespace lk::ui
