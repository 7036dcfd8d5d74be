#pragma once

#include <QHash>
#include <QPixmap>
#include <QPushButton>
#include <QRandomGenerator>
#include <QTableView>

#include "fake_parts.h"
#include "ui/main_window.h"

// What is photographed, and how. Each photograph… puts its pictures into an album.
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
// Waits for it; null: none came.
[[nodiscard]] QWidget* openDialog();
// If one is open.
void closeDialog();

// The pictures of one look, as a theme and a language, in a folder. What went wrong with one is said on stderr.
class Album {
 public:
  Album(QString folder, QString look) : m_folder(std::move(folder)), m_look(std::move(look)) {}

  [[nodiscard]] const QString& look() const { return m_look; }
  // As NAME-LOOK.png. A picture that is as one before does not show what it was made for: that is a failure.
  void keep(const QString& name, const QPixmap& picture);
  void fail(const QString& name, const QString& why);
  [[nodiscard]] int failures() const { return m_failures; }

 private:
  const QString m_folder;
  const QString m_look;
  QHash<QByteArray, QString> m_names;  // by what is in the picture
  int m_failures = 0;
};

class Photographer {
 public:
  Photographer(MainWindow& window, Album& album) : m_window(window), m_album(album) {}

  void take(const QString& name);
  // Of the dialog that is open; that there is none is a failure.
  void takeDialog(const QString& name);

 private:
  MainWindow& m_window;
  Album& m_album;
};

void photographEmpty(Album& album);
void photographFleet(Album& album);
void photographMany(Album& album);
void photographCluster(Album& album);
void photographShell(Album& album);
void photographSetup(Album& album);

}  // namespace lk::ui::test
