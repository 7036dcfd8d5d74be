#include <QApplication>
#include <QLabel>
#include <QMenu>
#include <QTest>
#include <QVBoxLayout>

#include "app/title_bar.h"
#include "ui/theme.h"

using lk::app::TitleBars;
using lk::ui::Theme;

// The frames of windows are as light or dark as the console is.
class TitleBarTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void init() {
    m_painted.clear();
    m_bars = std::make_unique<TitleBars>([this](WId window, bool dark) { m_painted[window] = dark; });
  }
  void cleanup() { m_bars.reset(); }

  void aWindowOpensInTheLookOfTheConsole();
  void everyWindowFollowsTheTheme();
  void onlyWindowsWithAFrameArePainted();
  void withoutAPaintNothingIsFollowed();

 private:
  QHash<WId, bool> m_painted;
  std::unique_ptr<TitleBars> m_bars;
};

void TitleBarTest::aWindowOpensInTheLookOfTheConsole() {
  Theme theme;
  for (const bool dark : {true, false}) {
    theme.choose(dark ? QStringLiteral("dark") : QStringLiteral("light"));
    QWidget window;
    window.show();
    QVERIFY(m_painted.contains(window.winId()));
    QCOMPARE(m_painted.value(window.winId()), dark);
  }
}

void TitleBarTest::everyWindowFollowsTheTheme() {
  Theme theme;
  theme.choose(QStringLiteral("light"));
  QWidget first;
  QWidget second;
  first.show();
  second.show();
  theme.choose(QStringLiteral("dark"));
  QTRY_VERIFY(m_painted.value(first.winId()) && m_painted.value(second.winId()));
  theme.choose(QStringLiteral("light"));
  QTRY_VERIFY(!m_painted.value(first.winId()) && !m_painted.value(second.winId()));
}

void TitleBarTest::onlyWindowsWithAFrameArePainted() {
  QWidget window;
  auto* layout = new QVBoxLayout(&window);
  layout->addWidget(new QLabel(QStringLiteral("inside")));
  QMenu menu;
  menu.addAction(QStringLiteral("one"));
  window.show();
  menu.popup({0, 0});
  QVERIFY(menu.isVisible() && menu.internalWinId() != 0);
  QCOMPARE(m_painted.keys(), QList<WId>{window.winId()});
}

void TitleBarTest::withoutAPaintNothingIsFollowed() {
  m_bars.reset();
  const TitleBars none(nullptr);
  QWidget window;
  window.show();
  QVERIFY(m_painted.isEmpty());
}

QTEST_MAIN(TitleBarTest)
#include "tst_title_bar.moc"
