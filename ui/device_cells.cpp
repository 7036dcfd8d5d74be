#include "ui/device_cells.h"

#include <QCoreApplication>
#include <algorithm>

#include "ui/device_order.h"
#include "ui/words.h"

namespace lk::ui::device_cells {

namespace {

QString tr(const char* text) { return QCoreApplication::translate("lk::ui::device_cells", text); }

QString seconds(qint64 ms) { return QString::number(std::max<qint64>(ms, 0) / 1000); }

}  // namespace

QString header(int column) {
  switch (column) {
    case DeviceColumn::Device: return tr("Device");
    case DeviceColumn::Node: return tr("Node");
    case DeviceColumn::Address: return tr("Address");
    case DeviceColumn::Protocol: return tr("Protocol");
    case DeviceColumn::ConnectedFor: return tr("Up for");
    case DeviceColumn::LastHeard: return tr("Last heard");
    case DeviceColumn::Reports: return tr("Reports");
    case DeviceColumn::Pending: return tr("Pending");
    case DeviceColumn::OutBuffer: return tr("Out-buffer");
    case DeviceColumn::LastClose: return tr("Last close");
    default: return {};
  }
}

QString headerHelp(int column) {
  switch (column) {
    case DeviceColumn::Device: return tr("The id that the device named in its HELLO");
    case DeviceColumn::Node: return tr("The gateway node that holds the session");
    case DeviceColumn::Address: return tr("Where the device connects from, behind a proxy its real address");
    case DeviceColumn::Protocol: return tr("The wire protocol that the device speaks, with its version");
    case DeviceColumn::ConnectedFor: return tr("Time since the device said HELLO");
    case DeviceColumn::LastHeard: return tr("Time since the device's last frame of any kind");
    case DeviceColumn::Reports: return tr("Reports of this session");
    case DeviceColumn::Pending: return tr("Commands handed to the session and not acknowledged yet");
    case DeviceColumn::OutBuffer: return tr("Bytes that wait for the device to read them");
    case DeviceColumn::LastClose: return tr("Why the device's session before this one ended");
    default: return {};
  }
}

QString plainHeader(int column) {
  switch (column) {
    case DeviceColumn::ConnectedFor: return tr("Connected for, seconds");
    case DeviceColumn::LastHeard: return tr("Last heard, seconds ago");
    case DeviceColumn::OutBuffer: return tr("Out-buffer, bytes");
    default: return header(column);
  }
}

bool isNumber(int column) { return column >= DeviceColumn::ConnectedFor && column <= DeviceColumn::OutBuffer; }

QString text(const node::SessionRow& row, int column, qint64 nowMs) {
  switch (column) {
    case DeviceColumn::Device: return row.device;
    case DeviceColumn::Node: return row.node;
    case DeviceColumn::Address: return row.address;
    case DeviceColumn::Protocol: return row.protocol;
    case DeviceColumn::ConnectedFor: return words::duration(nowMs - row.connectedAtMs);
    case DeviceColumn::LastHeard: return words::duration(nowMs - row.lastHeardAtMs);
    case DeviceColumn::Reports: return words::count(row.reports);
    case DeviceColumn::Pending: return words::count(row.commandsPending);
    case DeviceColumn::OutBuffer: return words::bytes(row.outBuffer);
    case DeviceColumn::LastClose: return row.lastClose ? words::closeReason(*row.lastClose) : QString();
    default: return {};
  }
}

QString plain(const node::SessionRow& row, int column, qint64 nowMs) {
  switch (column) {
    case DeviceColumn::ConnectedFor: return seconds(nowMs - row.connectedAtMs);
    case DeviceColumn::LastHeard: return seconds(nowMs - row.lastHeardAtMs);
    case DeviceColumn::Reports: return QString::number(row.reports);
    case DeviceColumn::Pending: return QString::number(row.commandsPending);
    case DeviceColumn::OutBuffer: return QString::number(row.outBuffer);
    default: return text(row, column, nowMs);
  }
}

}  // namespace lk::ui::device_cells
