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

void DevicesPageTest::select(const QStringList& ids) {
  QTableView& view = table("Devices");
  bool isFirst = true;
  for (const QString& id : ids) {
    QTRY_VERIFY(devices().rowOf(id) >= 0);
    const QModelIndex index = devices().index(devices().rowOf(id), 0);
    view.scrollTo(index);
    QTest::mouseClick(view.viewport(), Qt::LeftButton, isFirst ? Qt::NoModifier : Qt::ControlModifier,
                      view.visualRect(index).center());
    isFirst = false;
  }
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
