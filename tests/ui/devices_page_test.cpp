#include "devices_page_test.h"

#include <QFile>
#include <QTest>

namespace lk::ui::test {

void DevicesPageTest::init() {
  begin();
  open();
}

void DevicesPageTest::open() { QVERIFY(openOn(MainWindow::Devices)); }

void DevicesPageTest::cleanup() { end(); }

void DevicesPageTest::openDevices(int count) {
  m_node->connectDevices(count);
  QTRY_COMPARE(devices().rowCount(), count);
}

void DevicesPageTest::typeFilter(const QString& text) {
  filter().setFocus();
  filter().selectAll();
  QTest::keyClick(&filter(), Qt::Key_Delete);
  QTest::keyClicks(&filter(), text);
}

QByteArray DevicesPageTest::contents(const QString& path) {
  QFile file(path);
  return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

}  // namespace lk::ui::test
