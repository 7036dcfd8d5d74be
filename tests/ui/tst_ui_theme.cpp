// The looks of the window: what is written can be read on what it is written on, and every icon is drawn.
#include <QApplication>
#include <QDirIterator>
#include <QFile>
#include <QImage>
#include <QMessageBox>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include "ui/theme.h"

using namespace lk;
using namespace lk::ui;

namespace {

constexpr double kReadable = 4.5;

QString pairOf(const QString& where, const QColor& text, const QColor& ground) {
  return QStringLiteral("%1: %2 on %3 has %4").arg(where, text.name(), ground.name()).arg(contrast(text, ground));
}

// A rule of the style sheet, with its colours worked out.
struct Rule {
  QString selector;
  QColor text;
  QColor ground;
};

QList<Rule> rulesOf(const QString& sheet) {
  QList<Rule> rules;
  static const QRegularExpression rule(QStringLiteral("([^{}]+)\\{([^}]*)\\}"));
  static const QRegularExpression text(QStringLiteral("(?<![\\w-])color: *(#\\w+)"));
  static const QRegularExpression ground(QStringLiteral("(?<![\\w-])background: *(#\\w+)"));
  for (auto found = rule.globalMatch(sheet); found.hasNext();) {
    const QRegularExpressionMatch match = found.next();
    const QStringList selectors = match.captured(1).split(QLatin1Char(','));
    for (const QString& selector : selectors) {
      rules.push_back({selector.simplified(), QColor(text.match(match.captured(2)).captured(1)),
                       QColor(ground.match(match.captured(2)).captured(1))});
    }
  }
  return rules;
}

// Without its states: "QPushButton[role="danger"]:hover" is "QPushButton[role="danger"]".
QString plain(const QString& selector) {
  return QString(selector).remove(QRegularExpression(QStringLiteral("(?<!:):[a-z!-]+$")));
}

}  // namespace

class UiThemeTest : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void everyToneIsReadableOnEveryGround_data() { looks(); }
  void everyToneIsReadableOnEveryGround();
  void everyRoleOfThePaletteIsReadable_data() { looks(); }
  void everyRoleOfThePaletteIsReadable();
  void everyRuleOfTheStyleSheetIsReadable_data() { looks(); }
  void everyRuleOfTheStyleSheetIsReadable();
  void outlinesOfControlsCanBeSeen_data() { looks(); }
  void outlinesOfControlsCanBeSeen();
  void anUnreadablePairIsFound();
  void aLookIsSwitchedWhileItRuns();
  void theSystemIsAskedAnew();
  void everyIconIsDrawnInBothLooks_data() { looks(); }
  void everyIconIsDrawnInBothLooks();
  void iconsAreOfOneFamily();
  void dialogsBearOurPictures_data() { looks(); }
  void dialogsBearOurPictures();

 private:
  static void looks() {
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
  }
};

void UiThemeTest::everyToneIsReadableOnEveryGround() {
  QFETCH(const bool, dark);
  const ThemeColors colors = dark ? ThemeColors::dark() : ThemeColors::light();
  const QList<QColor> grounds = {colors.window,    colors.base,          colors.field,     colors.hover,
                                 colors.selection, colors.bannerWarning, colors.bannerBad, colors.addedLine};
  for (const Tone tone : {Tone::Normal, Tone::Muted, Tone::Good, Tone::Warning, Tone::Bad}) {
    for (const QColor& ground : grounds) {
      const QColor text = colors.of(tone);
      QVERIFY2(contrast(text, ground) >= kReadable, qPrintable(pairOf(QStringLiteral("tone"), text, ground)));
    }
  }
}

void UiThemeTest::everyRoleOfThePaletteIsReadable() {
  QFETCH(const bool, dark);
  const QPalette palette = (dark ? ThemeColors::dark() : ThemeColors::light()).palette();
  using P = QPalette;
  const std::pair<P::ColorRole, P::ColorRole> pairs[] = {{P::WindowText, P::Window},
                                                         {P::Text, P::Base},
                                                         {P::Text, P::AlternateBase},
                                                         {P::ButtonText, P::Button},
                                                         {P::HighlightedText, P::Highlight},
                                                         {P::ToolTipText, P::ToolTipBase},
                                                         {P::PlaceholderText, P::Base},
                                                         {P::Link, P::Base},
                                                         {P::Link, P::Window},
                                                         {P::BrightText, P::Window}};
  for (const P::ColorGroup group : {P::Active, P::Inactive, P::Disabled}) {
    for (const auto& [text, ground] : pairs) {
      const QColor on = palette.color(group, ground);
      const QColor written = palette.color(group, text);
      QVERIFY2(contrast(written, on) >= kReadable,
               qPrintable(pairOf(QStringLiteral("role %1 of group %2").arg(text).arg(group), written, on)));
    }
  }
}

// A rule that says a text's colour alone is for a text on the window or on a card; one that says a ground alone is for
// the text that the rule without its states has.
void UiThemeTest::everyRuleOfTheStyleSheetIsReadable() {
  QFETCH(const bool, dark);
  const ThemeColors colors = dark ? ThemeColors::dark() : ThemeColors::light();
  const QList<Rule> rules = rulesOf(colors.styleSheet());
  QVERIFY(rules.size() > 50);
  int pairs = 0;
  for (const Rule& rule : rules) {
    QList<QColor> grounds = {rule.ground};
    QColor text = rule.text;
    if (!rule.ground.isValid()) grounds = {colors.window, colors.base};
    if (!text.isValid() && rule.ground.isValid()) {
      text = colors.text;
      for (const Rule& other : rules) {
        if (other.selector == plain(rule.selector) && other.text.isValid()) text = other.text;
      }
    }
    // Scroll bars, separators and grooves bear no text.
    if (!text.isValid() || rule.selector.contains(QStringLiteral("QScrollBar")) ||
        rule.selector.contains(QStringLiteral("separator")))
      continue;
    for (const QColor& ground : std::as_const(grounds)) {
      ++pairs;
      QVERIFY2(contrast(text, ground) >= kReadable, qPrintable(pairOf(rule.selector, text, ground)));
    }
  }
  QVERIFY(pairs > 40);
}

// A field differs from the window by its outline alone.
void UiThemeTest::outlinesOfControlsCanBeSeen() {
  QFETCH(const bool, dark);
  constexpr double kVisible = 3;
  const ThemeColors colors = dark ? ThemeColors::dark() : ThemeColors::light();
  for (const QColor& line : {colors.controlBorder, colors.thumb}) {
    for (const QColor& ground : {colors.window, colors.base, colors.field}) {
      QVERIFY2(contrast(line, ground) >= kVisible, qPrintable(pairOf(QStringLiteral("line"), line, ground)));
    }
  }
}

void UiThemeTest::anUnreadablePairIsFound() {
  const QList<Rule> rules =
      rulesOf(QStringLiteral("QLabel, QFrame QPushButton:hover { color: #777777; background: #888888; }"));
  QCOMPARE(rules.size(), 2);
  QCOMPARE(plain(rules[1].selector), QStringLiteral("QFrame QPushButton"));
  QVERIFY(contrast(rules[0].text, rules[0].ground) < kReadable);
}

void UiThemeTest::aLookIsSwitchedWhileItRuns() {
  Theme theme;
  QSignalSpy changed(&theme, &Theme::changed);
  theme.choose(QStringLiteral("light"));
  QVERIFY(!theme.isDark());
  QCOMPARE(QApplication::palette().color(QPalette::Window), ThemeColors::light().window);
  theme.choose(QStringLiteral("dark"));
  QVERIFY(theme.isDark());
  QCOMPARE(QApplication::palette().color(QPalette::Window), ThemeColors::dark().window);
  QVERIFY(qApp->styleSheet().contains(ThemeColors::dark().base.name()));
  QCOMPARE(changed.count(), 2);
}

// What the program itself has put on is not what the system looks like.
void UiThemeTest::theSystemIsAskedAnew() {
  Theme theme;
  theme.choose(QStringLiteral("light"));
  theme.choose(QStringLiteral("system"));
  const bool isDark = theme.isDark();
  theme.choose(isDark ? QStringLiteral("light") : QStringLiteral("dark"));
  theme.choose(QStringLiteral("system"));
  QCOMPARE(theme.isDark(), isDark);
  QCOMPARE(theme.chosen(), QStringLiteral("system"));
}

void UiThemeTest::everyIconIsDrawnInBothLooks() {
  QFETCH(const bool, dark);
  Theme theme;
  theme.choose(dark ? QStringLiteral("dark") : QStringLiteral("light"));
  int icons = 0;
  for (QDirIterator files(QStringLiteral(":/icons")); files.hasNext();) {
    const QString name = QFileInfo(files.next()).completeBaseName();
    const QIcon icon = theme.icon(name);
    QVERIFY2(!icon.isNull(), qPrintable(name));
    for (const int size : {16, 20, 32, 40}) {
      const QImage image = icon.pixmap(QSize(size, size), 1.0).toImage().convertToFormat(QImage::Format_ARGB32);
      QCOMPARE(image.size(), QSize(size, size));
      int drawn = 0;
      for (int y = 0; y < size; ++y) {
        for (int x = 0; x < size; ++x) drawn += qAlpha(image.pixel(x, y)) > 128;
      }
      QVERIFY2(drawn > size / 2, qPrintable(QStringLiteral("%1 at %2: %3 pixels").arg(name).arg(size).arg(drawn)));
    }
    ++icons;
  }
  QVERIFY(icons > 30);
}

void UiThemeTest::iconsAreOfOneFamily() {
  // As they were drawn; what the program bears may be pictures of them.
  int icons = 0;
  for (QDirIterator files(QStringLiteral(LINEKEEPER_RESOURCES "/icons"), {QStringLiteral("*.svg")}); files.hasNext();) {
    QFile file(files.next());
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray svg = file.readAll();
    const QString name = QFileInfo(file).completeBaseName();
    // The program's own picture is in colour, on a ground of its own; arrows of small controls are bolder.
    if (name == QLatin1StringView("application")) continue;
    const QByteArray width = name.startsWith(QLatin1StringView("chevron")) ? "2.5" : "1.75";
    for (const QByteArray& part : {QByteArray("viewBox=\"0 0 24 24\""), QByteArray("fill=\"none\""),
                                   QByteArray("stroke-linecap=\"round\""), "stroke-width=\"" + width + '"'}) {
      QVERIFY2(svg.contains(part), qPrintable(name + QLatin1Char(' ') + QString::fromLatin1(part)));
    }
    ++icons;
  }
  QVERIFY(icons > 30);
}

void UiThemeTest::dialogsBearOurPictures() {
  QFETCH(const bool, dark);
  Theme theme;
  theme.choose(dark ? QStringLiteral("dark") : QStringLiteral("light"));
  const std::pair<QMessageBox::Icon, QColor> pictures[] = {{QMessageBox::Information, theme.colors().accent},
                                                           {QMessageBox::Question, theme.colors().accent},
                                                           {QMessageBox::Warning, theme.colors().warning},
                                                           {QMessageBox::Critical, theme.colors().bad}};
  for (const auto& [picture, color] : pictures) {
    QMessageBox box(picture, {}, QStringLiteral("text"), QMessageBox::Cancel | QMessageBox::Ok);
    const QImage image = box.iconPixmap().toImage().convertToFormat(QImage::Format_ARGB32);
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); ++y) {
      for (int x = 0; x < image.width(); ++x) {
        if (qAlpha(image.pixel(x, y)) == 255) colors.insert(image.pixel(x, y));
      }
    }
    QCOMPARE(colors, QSet<QRgb>{color.rgb()});
    const QList<QAbstractButton*> buttons = box.buttons();
    QCOMPARE(buttons.size(), 2);
    for (const QAbstractButton* button : buttons) QVERIFY(button->icon().isNull());
  }
}

QTEST_MAIN(UiThemeTest)
#include "tst_ui_theme.moc"
