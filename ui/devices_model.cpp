#include "ui/devices_model.h"

#include <algorithm>

#include "ui/words.h"

namespace lk::ui {

namespace {

constexpr std::size_t kOrderedAtOnce = 5'000;  // rows
constexpr qsizetype kTakenAtOnce = 5'000;
constexpr std::size_t kMostRuns = 64;  // more runs of rows are moved together first
constexpr qint64 kSweepEveryMs = 1'000;

std::size_t place(int slot) { return static_cast<std::size_t>(slot); }

// Runs [first, last] of consecutive numbers in what is sorted.
std::vector<std::pair<int, int>> runsOf(const std::vector<int>& sorted) {
  std::vector<std::pair<int, int>> runs;
  for (const int row : sorted) {
    if (!runs.empty() && runs.back().second + 1 == row) {
      runs.back().second = row;
    } else {
      runs.emplace_back(row, row);
    }
  }
  return runs;
}

}  // namespace

DevicesModel::DevicesModel(QObject* parent) : QAbstractTableModel(parent) { m_thread.setMaxThreadCount(1); }

DevicesModel::~DevicesModel() { m_thread.waitForDone(); }

void DevicesModel::take(const node::Snapshot& snapshot) {
  m_incoming.push_back({snapshot, 0});
  if (m_incoming.size() == 1) takeSome();
}

// A list of a large fleet is taken in several turns.
void DevicesModel::takeSome() {
  Incoming& incoming = m_incoming.front();
  const qint64 nowMs = incoming.snapshot.figures.atMs;
  const SessionStore::Changes changes = m_store.take(incoming.snapshot, incoming.next, kTakenAtOnce);
  incoming.next += kTakenAtOnce;
  if (incoming.next >= incoming.snapshot.sessions.size()) m_incoming.pop_front();
  if (!m_incoming.empty()) QMetaObject::invokeMethod(this, &DevicesModel::takeSome, Qt::QueuedConnection);
  if (nowMs != 0) m_nowMs = nowMs;
  apply(changes);
}

void DevicesModel::apply(const SessionStore::Changes& changes) {
  m_rowOfSlot.resize(place(m_store.slots()), -1);

  const bool sweep = m_filter.dependsOnTime() && m_nowMs - m_sweptAtMs >= kSweepEveryMs;
  std::vector<int> fresh;
  const auto addIfMatching = [&](int slot) {
    if (m_filter.matches(m_store.row(slot), m_nowMs)) fresh.push_back(slot);
  };
  for (const int slot : changes.added) addIfMatching(slot);
  if (sweep) {
    m_sweptAtMs = m_nowMs;
    for (int slot = 0; slot < m_store.slots(); ++slot) {
      if (m_store.entry(slot).alive && m_rowOfSlot[place(slot)] < 0) addIfMatching(slot);
    }
  } else if (!m_filter.empty()) {
    for (const int slot : changes.updated) {
      if (m_rowOfSlot[place(slot)] < 0) addIfMatching(slot);
    }
  }
  std::ranges::sort(fresh);
  fresh.erase(std::ranges::unique(fresh).begin(), fresh.end());

  const bool mayLeave = !changes.removed.empty() || sweep || (!m_filter.empty() && !changes.updated.empty());
  if (!fresh.empty() || mayLeave) {
    std::vector<int> kept;
    kept.reserve(m_view.size());
    std::ranges::copy_if(m_view, std::back_inserter(kept), [&](int slot) { return stays(slot); });
    show(merged(kept, std::move(fresh)));
  }
  tellChanged(changes.updated);
  Q_EMIT counted(rowCount(), known());
}

bool DevicesModel::stays(int slot) const {
  return m_store.entry(slot).alive && (m_filter.empty() || m_filter.matches(m_store.row(slot), m_nowMs));
}

void DevicesModel::setFilter(const DeviceFilter& filter) {
  m_filter = filter;
  reorder();
}

void DevicesModel::sort(int column, Qt::SortOrder order) {
  if (column < 0 || column >= DeviceColumn::kCount) return;
  m_sort = {column, order};
  reorder();
}

std::vector<DeviceItem> DevicesModel::items() const {
  std::vector<DeviceItem> found;
  const auto add = [&](int slot) {
    const SessionStore::Entry& entry = m_store.entry(slot);
    if (entry.alive) found.push_back({entry.row, slot, entry.life});
  };
  if (!m_filter.ids().isEmpty()) {
    for (const QString& id : m_filter.ids()) {
      if (const int slot = m_store.find(id); slot >= 0) add(slot);
    }
    return found;
  }
  found.reserve(place(m_store.size()));
  for (int slot = 0; slot < m_store.slots(); ++slot) add(slot);
  return found;
}

void DevicesModel::reorder() {
  Order order;
  order.items = items();
  order.request = ++m_lastRequest;
  m_ordering = true;
  if (order.items.size() <= kOrderedAtOnce) {
    filterAndSort(order.items, m_filter, m_sort, m_nowMs);
    takeOrder(order);
    return;
  }
  m_thread.clear();
  m_thread.start([this, order = std::move(order), filter = m_filter, sort = m_sort, nowMs = m_nowMs]() mutable {
    filterAndSort(order.items, filter, sort, nowMs);
    QMetaObject::invokeMethod(
        this, [this, done = std::move(order)] { takeOrder(done); }, Qt::QueuedConnection);
  });
}

// What came and went while the order was made is put right here.
void DevicesModel::takeOrder(const Order& order) {
  if (order.request != m_lastRequest) return;
  m_ordering = false;
  std::vector<char> covered(place(m_store.slots()), 0);
  std::vector<int> kept;
  kept.reserve(order.items.size());
  for (const DeviceItem& item : order.items) {
    const SessionStore::Entry& entry = m_store.entry(item.slot);
    if (!entry.alive || entry.life != item.life) continue;
    covered[place(item.slot)] = 1;
    kept.push_back(item.slot);
  }
  std::vector<int> fresh;
  for (const int slot : m_view) {
    if (covered[place(slot)] == 0 && stays(slot)) fresh.push_back(slot);
  }
  show(merged(kept, std::move(fresh)));
  Q_EMIT counted(rowCount(), known());
}

std::vector<int> DevicesModel::merged(const std::vector<int>& kept, std::vector<int> fresh) const {
  const auto before = [&](int a, int b) { return comesBefore(m_store.row(a), m_store.row(b), m_sort); };
  std::ranges::sort(fresh, before);
  std::vector<int> all;
  all.reserve(kept.size() + fresh.size());
  std::ranges::merge(kept, fresh, std::back_inserter(all), before);
  return all;
}

// From what is shown to what is to be shown: rows leave, the rest changes its order, rows come.
void DevicesModel::show(const std::vector<int>& next) {
  std::vector<char> wanted(place(m_store.slots()), 0);
  for (const int slot : next) wanted[place(slot)] = 1;
  removeAllBut(wanted);

  std::vector<char> present(place(m_store.slots()), 0);
  for (const int slot : m_view) present[place(slot)] = 1;
  std::vector<int> stayed;
  stayed.reserve(m_view.size());
  std::ranges::copy_if(next, std::back_inserter(stayed), [&](int slot) { return present[place(slot)] != 0; });
  permute(std::move(stayed));
  insertMissing(next, present);
  rememberRows();
}

void DevicesModel::removeAllBut(const std::vector<char>& wanted) {
  const auto leaves = [&](int slot) { return wanted[place(slot)] == 0; };
  std::vector<int> rows;
  for (int row = 0; row < rowCount(); ++row) {
    if (leaves(m_view[place(row)])) rows.push_back(row);
  }
  if (rows.empty()) return;
  auto runs = runsOf(rows);
  if (runs.size() > kMostRuns) {
    std::vector<int> next = m_view;
    std::ranges::stable_partition(next, std::not_fn(leaves));
    permute(std::move(next));
    runs = {{rowCount() - static_cast<int>(rows.size()), rowCount() - 1}};
  }
  for (auto run = runs.rbegin(); run != runs.rend(); ++run) {
    beginRemoveRows({}, run->first, run->second);
    m_view.erase(m_view.begin() + run->first, m_view.begin() + run->second + 1);
    endRemoveRows();
  }
}

void DevicesModel::permute(std::vector<int> next) {
  if (next == m_view) return;
  Q_EMIT layoutAboutToBeChanged({}, VerticalSortHint);
  const QModelIndexList before = persistentIndexList();
  QModelIndexList after;
  if (!before.isEmpty()) {
    std::vector<int> rowOfSlot(place(m_store.slots()), -1);
    for (std::size_t row = 0; row < next.size(); ++row) rowOfSlot[place(next[row])] = static_cast<int>(row);
    after.reserve(before.size());
    for (const QModelIndex& index : before) {
      after.push_back(createIndex(rowOfSlot[place(m_view[place(index.row())])], index.column()));
    }
  }
  m_view = std::move(next);
  changePersistentIndexList(before, after);
  Q_EMIT layoutChanged({}, VerticalSortHint);
}

void DevicesModel::insertMissing(const std::vector<int>& next, const std::vector<char>& present) {
  std::vector<int> rows;
  for (std::size_t row = 0; row < next.size(); ++row) {
    if (present[place(next[row])] == 0) rows.push_back(static_cast<int>(row));
  }
  if (rows.empty()) return;
  const auto runs = runsOf(rows);
  if (runs.size() <= kMostRuns) {
    for (const auto& [first, last] : runs) {
      beginInsertRows({}, first, last);
      m_view.insert(m_view.begin() + first, next.begin() + first, next.begin() + last + 1);
      endInsertRows();
    }
    return;
  }
  beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(rows.size()) - 1);
  for (const int row : rows) m_view.push_back(next[place(row)]);
  endInsertRows();
  permute(next);
}

void DevicesModel::rememberRows() {
  m_rowOfSlot.assign(place(m_store.slots()), -1);
  for (std::size_t row = 0; row < m_view.size(); ++row) m_rowOfSlot[place(m_view[row])] = static_cast<int>(row);
}

void DevicesModel::tellChanged(const std::vector<int>& slots) {
  std::vector<int> rows;
  for (const int slot : slots) {
    if (const int row = m_rowOfSlot[place(slot)]; row >= 0) rows.push_back(row);
  }
  std::ranges::sort(rows);
  rows.erase(std::ranges::unique(rows).begin(), rows.end());
  for (const auto& [first, last] : runsOf(rows)) {
    Q_EMIT dataChanged(index(first, 0), index(last, DeviceColumn::kCount - 1));
  }
}

const node::SessionRow* DevicesModel::at(int row) const {
  return row < 0 || row >= rowCount() ? nullptr : &m_store.row(m_view[place(row)]);
}

const node::SessionRow* DevicesModel::find(const QString& device) const {
  const int slot = m_store.find(device);
  return slot < 0 ? nullptr : &m_store.row(slot);
}

int DevicesModel::rowOf(const QString& device) const {
  const int slot = m_store.find(device);
  return slot < 0 ? -1 : m_rowOfSlot[place(slot)];
}

QStringList DevicesModel::idsLike(const QString& prefix, int atMost) const {
  QStringList ids;
  for (auto device = m_store.byDevice().keyBegin(); device != m_store.byDevice().keyEnd(); ++device) {
    if (device->startsWith(prefix, Qt::CaseInsensitive)) ids.push_back(*device);
  }
  const auto before = [](const QString& a, const QString& b) { return compareNaturally(a, b) < 0; };
  const qsizetype shown = std::min<qsizetype>(atMost, ids.size());
  std::ranges::partial_sort(ids, ids.begin() + shown, before);
  return ids.first(shown);
}

int DevicesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_view.size());
}

int DevicesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : DeviceColumn::kCount; }

QVariant DevicesModel::data(const QModelIndex& index, int role) const {
  const node::SessionRow* row = at(index.row());
  if (row == nullptr) return {};
  const int column = index.column();
  const bool isNumber = column >= DeviceColumn::ConnectedFor && column <= DeviceColumn::OutBuffer;
  switch (role) {
    case Qt::DisplayRole: return text(*row, column);
    case Qt::TextAlignmentRole: return cellAlignment(isNumber);
    case Qt::ToolTipRole:
      if (column == DeviceColumn::Address) return QStringLiteral("%1:%2").arg(row->address).arg(row->port);
      if (column == DeviceColumn::Device && !row->meta.isEmpty()) return QString::fromUtf8(row->meta);
      return {};
    case kToneRole: return static_cast<int>(tone(*row, column));
    default: return {};
  }
}

QString DevicesModel::text(const node::SessionRow& row, int column) const {
  switch (column) {
    case DeviceColumn::Device: return row.device;
    case DeviceColumn::Node: return row.node;
    case DeviceColumn::Address: return row.address;
    case DeviceColumn::Protocol: return row.protocol;
    case DeviceColumn::ConnectedFor: return words::duration(m_nowMs - row.connectedAtMs);
    case DeviceColumn::LastHeard: return words::duration(m_nowMs - row.lastHeardAtMs);
    case DeviceColumn::Reports: return words::count(row.reports);
    case DeviceColumn::Pending: return words::count(row.commandsPending);
    case DeviceColumn::OutBuffer: return words::bytes(row.outBuffer);
    case DeviceColumn::LastClose: return row.lastClose ? words::closeReason(*row.lastClose) : QString();
    default: return {};
  }
}

Tone DevicesModel::tone(const node::SessionRow& row, int column) const {
  const bool isSilent = row.keepaliveS > 0 && m_nowMs - row.lastHeardAtMs > qint64{row.keepaliveS} * 1000;
  switch (column) {
    case DeviceColumn::LastHeard: return isSilent ? Tone::Warning : Tone::Normal;
    case DeviceColumn::Reports: return row.reports == 0 ? Tone::Muted : Tone::Normal;
    case DeviceColumn::Pending: return row.commandsPending == 0 ? Tone::Muted : Tone::Normal;
    case DeviceColumn::OutBuffer: return row.outBuffer == 0 ? Tone::Muted : Tone::Warning;
    case DeviceColumn::Node:
    case DeviceColumn::Protocol:
    case DeviceColumn::LastClose: return Tone::Muted;
    default: return Tone::Normal;
  }
}

QVariant DevicesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  const bool isNumber = section >= DeviceColumn::ConnectedFor && section <= DeviceColumn::OutBuffer;
  if (role == Qt::TextAlignmentRole) return cellAlignment(isNumber);
  if (role == Qt::ToolTipRole) {
    switch (section) {
      case DeviceColumn::LastHeard: return tr("Time since the device's last frame of any kind");
      case DeviceColumn::Pending: return tr("Commands handed to the session and not acknowledged yet");
      case DeviceColumn::OutBuffer: return tr("Bytes that wait for the device to read them");
      case DeviceColumn::LastClose: return tr("Why the device's session before this one ended");
      default: return {};
    }
  }
  if (role != Qt::DisplayRole) return {};
  switch (section) {
    case DeviceColumn::Device: return tr("Device");
    case DeviceColumn::Node: return tr("Node");
    case DeviceColumn::Address: return tr("Address");
    case DeviceColumn::Protocol: return tr("Protocol");
    case DeviceColumn::ConnectedFor: return tr("Connected for");
    case DeviceColumn::LastHeard: return tr("Last heard");
    case DeviceColumn::Reports: return tr("Reports");
    case DeviceColumn::Pending: return tr("Pending");
    case DeviceColumn::OutBuffer: return tr("Out-buffer");
    case DeviceColumn::LastClose: return tr("Last close");
    default: return {};
  }
}

}  // namespace lk::ui
