#pragma once

#include <QPushButton>
#include <QRandomGenerator>
#include <QTableView>

#include "fake_parts.h"
#include "ui/main_window.h"

// What is photographed, and how. Each photograph… writes its pictures into a folder, in a look as dark-zh_CN, and says
// how many it could not write.
namespace lk::ui::test {

// A fleet on a quiet afternoon.
class Scene {
 public:
  Scene();

  [[nodiscard]] FakeNodeControl& node() { return m_node; }

  void connectFleet();

  // One second of the ten minutes.
  void step(int second);

  void talk();

  void command(const char* device, const char* payload, qint64 ttlS = 0);

 private:
  QList<node::SessionRow> rows();

  FakeNodeControl m_node;
  QRandomGenerator m_random;
  qint64 m_start = 0;
  int m_commands = 0;
};

// A look is a theme and a language.
void dress(Settings& settings, const QString& look);

// What the window calls it in the language of now.
[[nodiscard]] QString called(const char* context, const char* text);

// By its accessible name in the language of now; null: there is none.
template <typename T>
[[nodiscard]] T* calledThat(const QWidget& window, const char* context, const char* name) {
  const QString wanted = called(context, name);
  const QList<T*> all = window.findChildren<T*>();
  for (T* widget : all) {
    if (widget->accessibleName() == wanted) return widget;
  }
  return nullptr;
}
[[nodiscard]] QTableView* table(MainWindow& window, const char* page);
// One that can be seen; null: there is none.
[[nodiscard]] QPushButton* buttonOf(QWidget& window, const QString& text);

void trigger(MainWindow& window, const char* action);

class Photographer {
 public:
  Photographer(MainWindow& window, QString folder) : m_window(window), m_folder(std::move(folder)) {}

  void take(const QString& name, QWidget* what = nullptr);
  [[nodiscard]] int failures() const { return m_failures; }

 private:
  MainWindow& m_window;
  QString m_folder;
  int m_failures = 0;
};

int photographEmpty(const QString& folder, const QString& look);
int photographFleet(const QString& folder, const QString& look);
int photographMany(const QString& folder, const QString& look);
int photographCluster(const QString& folder, const QString& look);
int photographShell(const QString& folder, const QString& look);
int photographSetup(const QString& folder, const QString& look);

}  // namespace lk::ui::test
