#pragma once

#include <QStringView>
#include <Qt>
#include <vector>

#include "server/node/control_types.h"
#include "ui/device_filter.h"

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

struct DeviceItem {
  node::SessionRow row;
  int slot = 0;
  quint32 life = 0;
};

// demo-2 before demo-10. Below 0: a comes first.
[[nodiscard]] int compareNaturally(QStringView a, QStringView b);

// Total: what is equal in the column goes by the device's id.
[[nodiscard]] bool comesBefore(const node::SessionRow& a, const node::SessionRow& b, const DeviceSort& sort);

// Drops what the filter does not match, and sorts the rest.
void filterAndSort(std::vector<DeviceItem>& items, const DeviceFilter& filter, const DeviceSort& sort, qint64 nowMs);

}  // namespace lk::ui
