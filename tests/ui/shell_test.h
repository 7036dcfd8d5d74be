#pragma once

#include <QAction>
#include <QApplication>
#include <QDialog>
#include <QObject>
#include <functional>

#include "clicks.h"
#include "stands.h"

namespace lk::ui::test {

// Each test has a window with all that stands around the pages.
class ShellTest : public QObject, protected ShellStand {
  Q_OBJECT

 private Q_SLOTS:
  void init();
  void cleanup();

 protected:
  void open(bool readOnly = false);
  [[nodiscard]] QAction& action(const char* name) { return *m_window->findChild<QAction*>(QLatin1StringView(name)); }
  [[nodiscard]] static QDialog* dialog() { return qobject_cast<QDialog*>(QApplication::activeModalWidget()); }
  template <typename T>
  [[nodiscard]] static T* inDialog(const char* name) {
    return dialog() != nullptr ? named<T>(*dialog(), name) : nullptr;
  }
  [[nodiscard]] static QByteArray contents(const QString& path);

  std::function<int()> m_ownDevices;
};

}  // namespace lk::ui::test
