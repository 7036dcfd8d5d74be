#pragma once

#include <QStringView>
#include <Qt>
#include <string_view>
#include <vector>

#include "ui/device_filter.h"
#include "ui/packed_session.h"

// Which devices the table shows, and in which order. No Qt objects: it runs in any thread.
namespace lk::ui {

struct DeviceColumn {
  enum Place { Device, Node, Address, Protocol, ConnectedFor, LastHeard, Reports, Pending, OutBuffer, LastClose };
  static constexpr int kCount = LastClose + 1;
};

struct DeviceSort {
  int column = DeviceColumn::Device;
  Qt::SortOrder order = Qt::AscendingOrder;
};

// A row by its place, and whose it was then.
struct DeviceItem {
  int slot = 0;
  quint32 life = 0;
};

// demo-2 before demo-10. Below 0: a comes first.
[[nodiscard]] int compareNaturally(QStringView a, QStringView b);
[[nodiscard]] int compareNaturally(std::string_view a, std::string_view b);

// Total: what is equal in the column goes by the device's id; descending is ascending backwards.
[[nodiscard]] bool comesBefore(const SessionRows& rows, int a, int b, const DeviceSort& sort);

// Of these slots, or of all that live, those that the filter lets through.
[[nodiscard]] std::vector<DeviceItem> filtered(const SessionRows& rows, const DeviceFilter& filter, qint64 nowMs);
[[nodiscard]] std::vector<DeviceItem> filtered(const SessionRows& rows, const std::vector<int>& slots,
                                               const DeviceFilter& filter, qint64 nowMs);
void sortItems(const SessionRows& rows, std::vector<DeviceItem>& items, const DeviceSort& sort);

}  // namespace lk::ui
