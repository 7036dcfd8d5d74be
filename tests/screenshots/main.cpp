// Opens the real window on a node in memory and writes a picture of every page, light and dark, in each language:
// screenshots FOLDER [LOOK…], a look as light-en or dark-zh_CN. Scale by QT_SCALE_FACTOR. Ends with 1 when a picture
// could not be made, or does not differ from another one.
#include <QApplication>
#include <QDir>
#include <cstdio>

#include "scene.h"

using namespace lk::ui::test;

int main(int argc, char** argv) {
  QApplication application(argc, argv);
  const QStringList arguments = QApplication::arguments();
  if (arguments.size() < 2 || !QDir().mkpath(arguments[1])) {
    std::fputs("usage: screenshots FOLDER [LOOK…]\n", stderr);
    return 2;
  }
  QStringList looks = arguments.mid(2);
  if (looks.isEmpty()) {
    looks = {QStringLiteral("light-en"), QStringLiteral("dark-en"), QStringLiteral("light-zh_CN"),
             QStringLiteral("dark-zh_CN")};
  }
  int failures = 0;
  for (const QString& look : std::as_const(looks)) {
    Album album(arguments[1], look);
    photographEmpty(album);
    photographFleet(album);
    photographCluster(album);
    photographSetup(album);
    photographMany(album);
    photographShell(album);
    failures += album.failures();
  }
  return failures == 0 ? 0 : 1;
}
