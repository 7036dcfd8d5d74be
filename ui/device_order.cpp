#include "ui/device_order.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <string>

namespace lk::ui {

namespace {

template <typename Char>
bool isDigit(Char ch) {
  return ch >= Char('0') && ch <= Char('9');
}

unsigned weight(char ch) { return static_cast<unsigned char>(ch); }
unsigned weight(char16_t ch) { return ch; }

// The digits in front, without leading zeros.
template <typename View>
View takeDigits(View& text) {
  std::size_t length = 0;
  const auto size = static_cast<std::size_t>(text.size());
  while (length < size && isDigit(text[length])) ++length;
  std::size_t zeros = 0;
  while (zeros + 1 < length && text[zeros] == typename View::value_type('0')) ++zeros;
  const View digits = text.substr(zeros, length - zeros);
  text = text.substr(length);
  return digits;
}

template <typename View>
int natural(View a, View b) {
  while (!a.empty() && !b.empty()) {
    if (isDigit(a.front()) && isDigit(b.front())) {
      const View left = takeDigits(a);
      const View right = takeDigits(b);
      if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
      if (const int order = left.compare(right); order != 0) return order < 0 ? -1 : 1;
      continue;
    }
    if (a.front() != b.front()) return weight(a.front()) < weight(b.front()) ? -1 : 1;
    a = a.substr(1);
    b = b.substr(1);
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

template <typename T>
int compareValues(const T& a, const T& b) {
  return a < b ? -1 : static_cast<int>(b < a);
}

int compareColumn(const SessionRows& rows, const PackedSession& a, const PackedSession& b, int column) {
  switch (column) {
    case DeviceColumn::Node: return a.node == b.node ? 0 : rows.words().at(a.node).compare(rows.words().at(b.node));
    case DeviceColumn::Address: return compareNaturally(a.address, b.address);
    case DeviceColumn::Protocol:
      return a.protocol == b.protocol ? 0 : rows.words().at(a.protocol).compare(rows.words().at(b.protocol));
    // Durations up to now: the later point in time is the shorter one.
    case DeviceColumn::ConnectedFor: return compareValues(b.connectedAtMs, a.connectedAtMs);
    case DeviceColumn::LastHeard: return compareValues(b.lastHeardAtMs, a.lastHeardAtMs);
    case DeviceColumn::Reports: return compareValues(a.reports, b.reports);
    case DeviceColumn::Pending: return compareValues(a.commandsPending, b.commandsPending);
    case DeviceColumn::OutBuffer: return compareValues(a.outBuffer, b.outBuffer);
    case DeviceColumn::LastClose: return compareValues(a.lastClose, b.lastClose);
    default: return 0;
  }
}

bool comesBeforeAscending(const SessionRows& rows, int a, int b, int column) {
  const PackedSession& left = rows.entry(a).row;
  const PackedSession& right = rows.entry(b).row;
  const int inColumn = compareColumn(rows, left, right, column);
  if (inColumn != 0) return inColumn < 0;
  const int byId = compareNaturally(left.device, right.device);
  return byId != 0 ? byId < 0 : left.device < right.device;  // a07 and a7
}

// The first bytes of a text such that they compare as natural() does: a number becomes a 0, its length and its digits.
class NaturalPrefix {
 public:
  explicit NaturalPrefix(std::string_view text) {
    while (!text.empty() && m_length < m_bytes.size()) {
      if (!isDigit(text.front())) {
        add(text.front());
        text.remove_prefix(1);
        continue;
      }
      const std::string_view digits = takeDigits(text);
      add('0');
      add(static_cast<char>(std::min<std::size_t>(digits.size(), 255)));
      for (const char digit : digits) add(digit);
    }
  }

  // Bytes 8 × part and on, the first of them weighing most.
  [[nodiscard]] quint64 part(std::size_t part) const {
    quint64 value = 0;
    for (std::size_t i = 0; i < 8; ++i) value = value << 8 | static_cast<unsigned char>(m_bytes[part * 8 + i]);
    return value;
  }

 private:
  void add(char byte) {
    if (m_length < m_bytes.size()) m_bytes[m_length++] = byte;
  }

  std::array<char, 24> m_bytes{};
  std::size_t m_length = 0;
};

// What decides most comparisons, side by side in memory; the rows themselves decide the others.
struct SortItem {
  std::array<quint64, 3> key{};
  DeviceItem item;
};

quint64 rising(qint64 value) { return static_cast<quint64>(value) ^ (quint64{1} << 63); }

// By places in the pool: the rank of each word among them.
std::vector<quint64> ranksOf(const QStringList& words) {
  std::vector<qsizetype> places(static_cast<std::size_t>(words.size()));
  std::iota(places.begin(), places.end(), 0);
  std::ranges::sort(places, [&](qsizetype a, qsizetype b) { return words[a] < words[b]; });
  std::vector<quint64> ranks(places.size());
  for (std::size_t rank = 0; rank < places.size(); ++rank) ranks[static_cast<std::size_t>(places[rank])] = rank;
  return ranks;
}

quint64 valueOf(const PackedSession& row, int column, const std::vector<quint64>& ranks) {
  switch (column) {
    case DeviceColumn::Node: return ranks[row.node];
    case DeviceColumn::Protocol: return ranks[row.protocol];
    case DeviceColumn::ConnectedFor: return ~rising(row.connectedAtMs);
    case DeviceColumn::LastHeard: return ~rising(row.lastHeardAtMs);
    case DeviceColumn::Reports: return row.reports;
    case DeviceColumn::Pending: return row.commandsPending;
    case DeviceColumn::OutBuffer: return row.outBuffer;
    case DeviceColumn::LastClose: return row.lastClose ? static_cast<quint64>(*row.lastClose) + 1 : 0;
    default: return 0;
  }
}

std::array<quint64, 3> keyOf(const PackedSession& row, int column, const std::vector<quint64>& ranks) {
  if (column == DeviceColumn::Device || column == DeviceColumn::Address) {
    const NaturalPrefix prefix(column == DeviceColumn::Device ? row.device : row.address);
    return {prefix.part(0), prefix.part(1), prefix.part(2)};
  }
  const NaturalPrefix device(row.device);
  return {valueOf(row, column, ranks), device.part(0), device.part(1)};
}

}  // namespace

int compareNaturally(QStringView a, QStringView b) {
  return natural(std::u16string_view(a.utf16(), static_cast<std::size_t>(a.size())),
                 std::u16string_view(b.utf16(), static_cast<std::size_t>(b.size())));
}

int compareNaturally(std::string_view a, std::string_view b) { return natural(a, b); }

bool comesBefore(const SessionRows& rows, int a, int b, const DeviceSort& sort) {
  return sort.order == Qt::AscendingOrder ? comesBeforeAscending(rows, a, b, sort.column)
                                          : comesBeforeAscending(rows, b, a, sort.column);
}

std::vector<DeviceItem> filtered(const SessionRows& rows, const DeviceFilter& filter, qint64 nowMs) {
  std::vector<DeviceItem> items;
  if (filter.empty()) items.reserve(static_cast<std::size_t>(rows.size()));
  for (int slot = 0; slot < rows.size(); ++slot) {
    const SessionRows::Entry& entry = rows.entry(slot);
    if (entry.alive && (filter.empty() || filter.matches(rows.row(slot), nowMs))) items.push_back({slot, entry.life});
  }
  return items;
}

std::vector<DeviceItem> filtered(const SessionRows& rows, const std::vector<int>& slots, const DeviceFilter& filter,
                                 qint64 nowMs) {
  std::vector<DeviceItem> items;
  for (const int slot : slots) {
    const SessionRows::Entry& entry = rows.entry(slot);
    if (entry.alive && filter.matches(rows.row(slot), nowMs)) items.push_back({slot, entry.life});
  }
  return items;
}

void sortItems(const SessionRows& rows, std::vector<DeviceItem>& items, const DeviceSort& sort) {
  const std::vector<quint64> ranks = ranksOf(rows.words().all());
  std::vector<SortItem> keyed;
  keyed.reserve(items.size());
  for (const DeviceItem& item : items) {
    keyed.push_back({keyOf(rows.entry(item.slot).row, sort.column, ranks), item});
  }
  std::ranges::sort(keyed, [&](const SortItem& a, const SortItem& b) {
    if (a.key != b.key) return a.key < b.key;
    return comesBeforeAscending(rows, a.item.slot, b.item.slot, sort.column);
  });
  if (sort.order == Qt::DescendingOrder) std::ranges::reverse(keyed);
  std::ranges::transform(keyed, items.begin(), [](const SortItem& one) { return one.item; });
}

}  // namespace lk::ui
