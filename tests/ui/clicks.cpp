#include "clicks.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QTest>

#include "ui/devices_model.h"

namespace lk::ui::test {

void click(const QWidget& window, const char* text) {
  const QList<QAbstractButton*> all = window.findChildren<QAbstractButton*>();
  for (QAbstractButton* button : all) {
    if (!button->isVisible() || button->text() != QString::fromUtf8(text)) continue;
    QVERIFY2(button->isEnabled(), text);
    return QTest::mouseClick(button, Qt::LeftButton);
  }
  QFAIL(qPrintable(QStringLiteral("there is no button '%1'").arg(QString::fromUtf8(text))));
}

bool clickInBox(const QString& text) {
  const auto box = [] { return qobject_cast<QMessageBox*>(QApplication::activeModalWidget()); };
  if (!QTest::qWaitFor([&] { return box() != nullptr; })) return false;
  const QList<QAbstractButton*> buttons = box()->buttons();
  for (QAbstractButton* button : buttons) {
    if (button->text().remove(QLatin1Char('&')) != text) continue;
    QTest::mouseClick(button, Qt::LeftButton);
    return true;
  }
  return false;
}

void clickRows(QTableView& table, const QStringList& devices) {
  const auto& model = *qobject_cast<const DevicesModel*>(table.model());
  bool isFirst = true;
  for (const QString& device : devices) {
    QTRY_VERIFY(model.rowOf(device) >= 0);
    const QModelIndex index = model.index(model.rowOf(device), 0);
    table.scrollTo(index);
    QTest::mouseClick(table.viewport(), Qt::LeftButton, isFirst ? Qt::NoModifier : Qt::ControlModifier,
                      table.visualRect(index).center());
    isFirst = false;
  }
}

QString cell(const QTableView& table, int row, int column) {
  return table.model()->index(row, column).data().toString();
}

}  // namespace lk::ui::test
