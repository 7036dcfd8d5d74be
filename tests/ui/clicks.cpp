#include "clicks.h"

#include <QAbstractButton>
#include <QApplication>
#include <QMessageBox>
#include <QTest>

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

QString cell(const QTableView& table, int row, int column) {
  return table.model()->index(row, column).data().toString();
}

}  // namespace lk::ui::test
