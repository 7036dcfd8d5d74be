// CRC-32 against the values that everybody has of it.
#include <QTest>

#include "server/base/crc32.h"

using lk::Crc32;

class TestCrc32 : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void hasTheKnownValues() {
    QCOMPARE(Crc32().value(), 0U);
    QCOMPARE(Crc32().add("a").value(), 0xE8B7BE43U);
    QCOMPARE(Crc32().add("123456789").value(), 0xCBF43926U);
    QCOMPARE(Crc32().add("The quick brown fox jumps over the lazy dog").value(), 0x414FA339U);
    QCOMPARE(Crc32().add(std::string_view("\xFF\x00\x80\x7F\xFF", 5)).value(),
             Crc32().add("\xFF").add(std::string_view("\0\x80\x7F\xFF", 4)).value());
  }

  void partsMakeTheSameAsAll() {
    constexpr std::string_view kText = "hash $remote_addr consistent: 160 points per weight";
    const std::uint32_t whole = Crc32().add(kText).value();
    for (std::size_t cut = 0; cut <= kText.size(); ++cut) {
      QCOMPARE(Crc32().add(kText.substr(0, cut)).add(kText.substr(cut)).value(), whole);
    }
  }
};

QTEST_APPLESS_MAIN(TestCrc32)
#include "tst_crc32.moc"
