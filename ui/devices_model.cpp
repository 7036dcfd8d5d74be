#include "ui/devices_model.h"

#include <algorithm>
#include <string>

#include "ui/device_cells.h"

namespace lk::ui {

namespace {

constexpr int kOrderedAtOnce = 5'000;  // rows
constexpr qsizetype kTakenAtOnce = 5'000;
constexpr qint64 kSweepEveryMs = 1'000;

Tone toneOf(const node::SessionRow& row, int column, qint64 nowMs) {
  const bool isSilent = row.keepaliveS > 0 && nowMs - row.lastHeardAtMs > qint64{row.keepaliveS} * 1000;
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

}  // namespace

DevicesModel::DevicesModel(QObject* parent) : QAbstractTableModel(parent) { m_thread.setMaxThreadCount(1); }

DevicesModel::~DevicesModel() { m_thread.waitForDone(); }

bool DevicesModel::Incoming::isLarge() const { return snapshot.sessions.size() > kTakenAtOnce; }

void DevicesModel::take(const node::Snapshot& snapshot) {
  m_incoming.push_back({snapshot, 0});
  if (m_incoming.size() > 1) return;
  if (!m_incoming.front().isLarge()) return takeSome();
  QMetaObject::invokeMethod(this, &DevicesModel::takeSome, Qt::QueuedConnection);
}

// A list of a large fleet is taken in several turns, none of them that of its coming.
void DevicesModel::takeSome() {
  Incoming& incoming = m_incoming.front();
  const qint64 nowMs = incoming.snapshot.figures.atMs;
  const bool isLarge = incoming.isLarge();
  const SessionStore::Changes changes = m_store.take(incoming.snapshot, incoming.next, kTakenAtOnce);
  incoming.next += kTakenAtOnce;
  const bool isLast = incoming.next >= incoming.snapshot.sessions.size();
  if (isLast) {
    giveUp(std::move(incoming.snapshot));
    m_incoming.pop_front();
  }
  if (!m_incoming.empty()) QMetaObject::invokeMethod(this, &DevicesModel::takeSome, Qt::QueuedConnection);
  if (nowMs != 0) m_nowMs = nowMs;
  apply(changes, isLarge);
  if (isLast && m_unsorted) reorder();
}

// A million rows take their time to be freed, too.
void DevicesModel::giveUp(node::Snapshot snapshot) {
  if (snapshot.sessions.size() <= kTakenAtOnce) return;
  m_thread.start([given = std::move(snapshot)] { Q_UNUSED(given) });
}

void DevicesModel::apply(const SessionStore::Changes& changes, bool partOfLarge) {
  m_rowOfSlot.resize(place(m_store.slots()), -1);
  if (m_working) {
    for (const auto* slots : {&changes.added, &changes.updated, &changes.removed}) {
      m_touched.insert(m_touched.end(), slots->begin(), slots->end());
    }
  }

  std::vector<int> fresh;
  bool leaves = judge(changes.removed, fresh);
  leaves = judge(changes.added, fresh) || leaves;
  if (!m_filter.empty()) leaves = judge(changes.updated, fresh) || leaves;
  std::ranges::sort(fresh);
  fresh.erase(std::ranges::unique(fresh).begin(), fresh.end());
  if (leaves) {
    std::vector<char> wanted(place(m_store.slots()), 1);
    for (const auto* slots : {&changes.removed, &changes.updated}) {
      for (const int slot : *slots) wanted[place(slot)] = matches(slot) ? 1 : 0;
    }
    removeAllBut(wanted);
    rememberRows();
  }
  if (!fresh.empty()) {
    m_unsorted = m_unsorted || partOfLarge;
    partOfLarge ? append(fresh) : show(merged(m_view, std::move(fresh)));
  }
  tellChanged(changes.updated);
  Q_EMIT counted(rowCount(), known());

  const bool sweep = m_filter.dependsOnTime() && !m_working && m_nowMs - m_sweptAtMs >= kSweepEveryMs;
  if (!sweep) return;
  m_sweptAtMs = m_nowMs;
  order(false);
}

bool DevicesModel::judge(const std::vector<int>& slots, std::vector<int>& fresh) const {
  bool leaves = false;
  for (const int slot : slots) {
    const bool isShown = m_rowOfSlot[place(slot)] >= 0;
    const bool isWanted = matches(slot);
    if (isWanted && !isShown) fresh.push_back(slot);
    leaves = leaves || (isShown && !isWanted);
  }
  return leaves;
}

bool DevicesModel::matches(int slot) const {
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

void DevicesModel::reorder() { order(true); }

// Exact ids are looked up, which is done at once however many rows there are.
void DevicesModel::order(bool sorted) {
  Order order;
  order.request = ++m_lastRequest;
  // Who asked for an order before still gets one.
  order.sorted = sorted || m_ordering;
  m_ordering = order.sorted;
  m_touched.clear();
  const bool isLookUp = !m_filter.ids().isEmpty();
  if (isLookUp || m_store.size() <= kOrderedAtOnce) {
    std::vector<int> slots;
    for (const QString& id : m_filter.ids()) {
      if (const int slot = m_store.find(id); slot >= 0) slots.push_back(slot);
    }
    order.items =
        isLookUp ? filtered(m_store.rows(), slots, m_filter, m_nowMs) : filtered(m_store.rows(), m_filter, m_nowMs);
    if (order.sorted) sortItems(m_store.rows(), order.items, m_sort);
    return takeOrder(order);
  }
  m_working = true;
  order.rows = m_store.rows();
  m_thread.start([this, order = std::move(order), filter = m_filter, sort = m_sort, nowMs = m_nowMs]() mutable {
    if (order.request == m_lastRequest) {
      order.items = filtered(order.rows, filter, nowMs);
      if (order.sorted) sortItems(order.rows, order.items, sort);
    }
    QMetaObject::invokeMethod(
        this, [this, done = std::move(order)]() mutable { takeOrder(done); }, Qt::QueuedConnection);
  });
}

// What came and went while the order was made is put right here.
void DevicesModel::takeOrder(Order& order) {
  if (order.request != m_lastRequest) return;
  m_ordering = m_working = false;
  if (order.sorted) m_unsorted = false;
  if (!order.sorted) return takeMatches(order);
  std::vector<char> covered(place(m_store.slots()), 0);
  std::vector<char> touched(place(m_store.slots()), 0);
  for (const int slot : m_touched) touched[place(slot)] = 1;
  std::vector<int> kept;
  kept.reserve(order.items.size());
  for (const DeviceItem& item : order.items) {
    const SessionStore::Entry& entry = m_store.entry(item.slot);
    if (entry.life != item.life || (touched[place(item.slot)] != 0 && !matches(item.slot))) continue;
    covered[place(item.slot)] = 1;
    kept.push_back(item.slot);
  }
  std::vector<int> fresh;
  for (const int slot : std::exchange(m_touched, {})) {
    if (std::exchange(covered[place(slot)], 1) == 0 && matches(slot)) fresh.push_back(slot);
  }
  show(fresh.empty() ? kept : merged(kept, std::move(fresh)));
  Q_EMIT counted(rowCount(), known());
}

// Time alone has changed who matches: those come and go, and nobody else moves.
void DevicesModel::takeMatches(const Order& order) {
  std::vector<char> wanted(place(m_store.slots()), 0);
  for (const DeviceItem& item : order.items) wanted[place(item.slot)] = m_store.entry(item.slot).life == item.life;
  for (const int slot : std::exchange(m_touched, {})) wanted[place(slot)] = matches(slot);
  removeAllBut(wanted);
  rememberRows();
  std::vector<int> fresh;
  for (int slot = 0; slot < m_store.slots(); ++slot) {
    const bool comes = wanted[place(slot)] != 0 && m_rowOfSlot[place(slot)] < 0 && m_store.entry(slot).alive;
    if (comes) fresh.push_back(slot);
  }
  if (!fresh.empty()) show(merged(m_view, std::move(fresh)));
  Q_EMIT counted(rowCount(), known());
}

// Each where it belongs among the others, which may have come out of their order since they were sorted.
std::vector<int> DevicesModel::merged(const std::vector<int>& kept, std::vector<int> fresh) const {
  const auto before = [&](int a, int b) { return comesBefore(m_store.rows(), a, b, m_sort); };
  std::ranges::sort(fresh, before);
  std::vector<int> all;
  all.reserve(kept.size() + fresh.size());
  auto from = kept.begin();
  for (const int slot : fresh) {
    const auto to = std::upper_bound(from, kept.end(), slot, before);
    all.insert(all.end(), from, to);
    all.push_back(slot);
    from = to;
  }
  all.insert(all.end(), from, kept.end());
  return all;
}

std::optional<node::SessionRow> DevicesModel::at(int row) const {
  if (row < 0 || row >= rowCount()) return {};
  return m_store.row(m_view[place(row)]);
}

std::optional<node::SessionRow> DevicesModel::find(const QString& device) const {
  const int slot = m_store.find(device);
  return slot < 0 ? std::nullopt : std::optional(m_store.row(slot));
}

QString DevicesModel::deviceAt(int row) const {
  return QString::fromStdString(m_store.entry(m_view[place(row)]).row.device);
}

int DevicesModel::rowOf(const QString& device) const {
  const int slot = m_store.find(device);
  return slot < 0 ? -1 : m_rowOfSlot[place(slot)];
}

QStringList DevicesModel::idsLike(const QString& prefix, int atMost) const {
  const std::string begin = prefix.toLower().toStdString();
  const auto begins = [&](const std::string& id) {
    return id.size() >= begin.size() && std::equal(begin.begin(), begin.end(), id.begin(), [](char a, char b) {
             return a == (b >= 'A' && b <= 'Z' ? static_cast<char>(b - 'A' + 'a') : b);
           });
  };
  std::vector<const std::string*> found;
  m_store.forEach([&](const PackedSession& row) {
    if (begins(row.device)) found.push_back(&row.device);
  });
  const auto shown = std::min(found.size(), static_cast<std::size_t>(atMost));
  std::ranges::partial_sort(found, found.begin() + static_cast<std::ptrdiff_t>(shown),
                            [](const std::string* a, const std::string* b) { return compareNaturally(*a, *b) < 0; });
  QStringList ids;
  for (std::size_t i = 0; i < shown; ++i) ids.push_back(QString::fromStdString(*found[i]));
  return ids;
}

QStringList DevicesModel::protocols() const {
  std::vector<char> isProtocol(static_cast<std::size_t>(m_store.rows().words().all().size()), 0);
  m_store.forEach([&](const PackedSession& row) { isProtocol[row.protocol] = 1; });
  QStringList found;
  for (std::size_t word = 0; word < isProtocol.size(); ++word) {
    if (isProtocol[word] != 0) found.push_back(m_store.rows().words().at(static_cast<quint32>(word)));
  }
  return found;
}

int DevicesModel::rowCount(const QModelIndex& parent) const {
  return parent.isValid() ? 0 : static_cast<int>(m_view.size());
}

int DevicesModel::columnCount(const QModelIndex& parent) const { return parent.isValid() ? 0 : DeviceColumn::kCount; }

QVariant DevicesModel::data(const QModelIndex& index, int role) const {
  if (index.row() < 0 || index.row() >= rowCount()) return {};
  const int column = index.column();
  if (role == Qt::TextAlignmentRole) return cellAlignment(device_cells::isNumber(column));
  if (role != Qt::DisplayRole && role != Qt::ToolTipRole && role != kToneRole && role != kPlainRole) return {};
  const node::SessionRow row = m_store.row(m_view[place(index.row())]);
  switch (role) {
    case Qt::DisplayRole: return device_cells::text(row, column, m_nowMs);
    case kPlainRole: return device_cells::plain(row, column, m_nowMs);
    case Qt::ToolTipRole:
      if (column == DeviceColumn::Address) return row.peer();
      if (column == DeviceColumn::Device && !row.meta.isEmpty()) return QString::fromUtf8(row.meta);
      return {};
    default: return static_cast<int>(toneOf(row, column, m_nowMs));
  }
}

QVariant DevicesModel::headerData(int section, Qt::Orientation orientation, int role) const {
  if (orientation != Qt::Horizontal) return {};
  switch (role) {
    case Qt::TextAlignmentRole: return cellAlignment(device_cells::isNumber(section));
    case Qt::ToolTipRole: return device_cells::headerHelp(section);
    case Qt::DisplayRole: return device_cells::header(section);
    case kPlainRole: return device_cells::plainHeader(section);
    default: return {};
  }
}

}  // namespace lk::ui
