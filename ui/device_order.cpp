#include "ui/device_order.h"

#include <algorithm>

namespace lk::ui {

namespace {

bool isDigit(QChar ch) { return ch >= QLatin1Char('0') && ch <= QLatin1Char('9'); }

QStringView takeDigits(QStringView& text) {
  qsizetype length = 0;
  while (length < text.size() && isDigit(text[length])) ++length;
  QStringView digits = text.first(length);
  text = text.sliced(length);
  while (digits.size() > 1 && digits.front() == QLatin1Char('0')) digits = digits.sliced(1);
  return digits;
}

template <typename T>
int compareValues(const T& a, const T& b) {
  return a < b ? -1 : static_cast<int>(b < a);
}

int compareColumn(const node::SessionRow& a, const node::SessionRow& b, int column) {
  switch (column) {
    case DeviceColumn::Node: return a.node.compare(b.node);
    case DeviceColumn::Address: return compareNaturally(a.address, b.address);
    case DeviceColumn::Protocol: return a.protocol.compare(b.protocol);
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

}  // namespace

int compareNaturally(QStringView a, QStringView b) {
  while (!a.empty() && !b.empty()) {
    if (isDigit(a.front()) && isDigit(b.front())) {
      const QStringView left = takeDigits(a);
      const QStringView right = takeDigits(b);
      if (left.size() != right.size()) return left.size() < right.size() ? -1 : 1;
      if (const int order = left.compare(right); order != 0) return order;
      continue;
    }
    if (a.front() != b.front()) return a.front() < b.front() ? -1 : 1;
    a = a.sliced(1);
    b = b.sliced(1);
  }
  return compareValues(a.size(), b.size());
}

bool comesBefore(const node::SessionRow& a, const node::SessionRow& b, const DeviceSort& sort) {
  const int inColumn = compareColumn(a, b, sort.column);
  if (inColumn != 0) return (inColumn < 0) == (sort.order == Qt::AscendingOrder);
  const bool descending = sort.column == DeviceColumn::Device && sort.order == Qt::DescendingOrder;
  const int byId = compareNaturally(a.device, b.device);
  return descending ? byId > 0 : byId < 0;
}

void filterAndSort(std::vector<DeviceItem>& items, const DeviceFilter& filter, const DeviceSort& sort, qint64 nowMs) {
  if (!filter.empty()) {
    std::erase_if(items, [&](const DeviceItem& item) { return !filter.matches(item.row, nowMs); });
  }
  std::ranges::sort(items, [&](const DeviceItem& a, const DeviceItem& b) { return comesBefore(a.row, b.row, sort); });
}

}  // namespace lk::ui
