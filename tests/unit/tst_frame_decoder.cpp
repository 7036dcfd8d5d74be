#include <QTest>
#include <random>
#include <vector>

#include "server/wire/frame_decoder.h"

using namespace lk;
using namespace lk::wire;

namespace {

constexpr std::uint32_t kMaxPayload = 1000;

struct Seen {
  std::vector<std::string> frames;  // type, id and payload of each
  DecodeStatus status = DecodeStatus::NeedMore;
  bool operator==(const Seen&) const = default;
};

// Feeds the bytes in pieces of the given sizes, in turn.
Seen feedInPieces(std::string_view bytes, const std::vector<std::size_t>& sizes) {
  FrameDecoder decoder;
  Seen seen;
  for (std::size_t i = 0; !bytes.empty(); ++i) {
    const std::size_t size = std::min(sizes[i % sizes.size()], bytes.size());
    // A piece of its own memory, so that reading past it would be seen.
    const std::string piece(bytes.substr(0, size));
    seen.status = decoder.feed(piece, kMaxPayload, [&](const Frame& frame) {
      seen.frames.push_back(std::to_string(int(frame.type)) + "/" + std::to_string(frame.id) + "/" +
                            std::string(frame.payload));
      return true;
    });
    if (seen.status != DecodeStatus::NeedMore) break;
    bytes.remove_prefix(size);
  }
  return seen;
}

std::string goodStream() {
  std::string bytes;
  appendFrame(bytes, FrameType::Hello, 0, R"({"device":"d"})");
  appendFrame(bytes, FrameType::Ping, 0xFFFFFFFF, {});
  appendFrame(bytes, FrameType::Report, 7, std::string(300, 'r'));
  appendFrame(bytes, FrameType::Report, 8, {});
  appendFrame(bytes, FrameType::Report, 9, std::string(kMaxPayload, 'm'));
  appendClose(bytes, CloseReason::Normal, 0, "bye");
  return bytes;
}

}  // namespace

class TestFrameDecoder : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void encodesAsTheSpecSays() {
    std::string bytes;
    appendFrame(bytes, FrameType::Command, 0x01020304, "ab");
    QCOMPARE(bytes, std::string("LK\x01\x07\x01\x02\x03\x04\x00\x00\x00\x02"
                                "ab",
                                14));
  }

  // Rule 6: frames may arrive split or joined in any way.
  void everySplitInTwoGivesTheSameFrames() {
    const std::string bytes = goodStream();
    const Seen whole = feedInPieces(bytes, {bytes.size()});
    QCOMPARE(whole.frames.size(), std::size_t{6});
    for (std::size_t at = 1; at < bytes.size(); ++at) {
      QVERIFY(feedInPieces(bytes, {at, bytes.size()}) == whole);
    }
  }

  void everyPieceSizeGivesTheSameFrames() {
    const std::string bytes = goodStream();
    const Seen whole = feedInPieces(bytes, {bytes.size()});
    for (std::size_t size = 1; size < 100; ++size) QVERIFY(feedInPieces(bytes, {size}) == whole);
  }

  void randomSplitsOfRandomStreamsGiveTheSameFrames() {
    std::mt19937 random(20261123);
    for (int round = 0; round < 500; ++round) {
      std::string bytes;
      for (auto frames = random() % 8; frames > 0; --frames) {
        appendFrame(bytes, static_cast<FrameType>(1 + random() % 9), static_cast<std::uint32_t>(random()),
                    std::string(random() % 1200, 'x'));
      }
      if (random() % 3 == 0 && !bytes.empty()) bytes[random() % bytes.size()] = static_cast<char>(random());
      std::vector<std::size_t> sizes;
      for (int i = 0; i < 7; ++i) sizes.push_back(1 + random() % 200);
      const Seen whole = feedInPieces(bytes, {bytes.size() + 1});
      const Seen split = feedInPieces(bytes, sizes);
      QVERIFY(split.frames == whole.frames);
      QVERIFY(split.status == whole.status);
    }
  }

  void badHeaders_data() {
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    const auto row = [](const char* name, const char* hex, DecodeStatus status) {
      QTest::newRow(name) << QByteArray::fromHex(hex) << static_cast<int>(status);
    };
    row("first byte", "00", DecodeStatus::BadMagic);
    row("second byte", "4C4C", DecodeStatus::BadMagic);
    row("version 0", "4C4B00", DecodeStatus::BadVersion);
    row("version 2", "4C4B02", DecodeStatus::BadVersion);
    row("type 0", "4C4B0100", DecodeStatus::UnknownType);
    row("type 10", "4C4B010A", DecodeStatus::UnknownType);
    row("type 255", "4C4B01FF", DecodeStatus::UnknownType);
    row("one over the limit", "4C4B010500000000000003E9", DecodeStatus::TooLong);
    row("length of all ones", "4C4B010500000000FFFFFFFF", DecodeStatus::TooLong);
  }
  // Rule 5, and as early as the bytes allow.
  void badHeaders() {
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    for (const std::size_t size : {std::size_t{1}, std::size_t{100}}) {
      QCOMPARE(static_cast<int>(feedInPieces(bytes.toStdString(), {size}).status), status);
    }
  }

  // Rule 5: memory grows with what has arrived, never with what the length claims.
  void memoryGrowsWithWhatArrived() {
    FrameDecoder decoder;
    std::string header;
    appendFrame(header, FrameType::Report, 1, {});
    header[8] = 0x00, header[9] = 0x7F, header[10] = char(0xFF), header[11] = char(0xFF);
    const auto ignore = [](const Frame&) { return true; };
    QCOMPARE(decoder.feed(header, 16 * 1024 * 1024, ignore), DecodeStatus::NeedMore);
    QVERIFY(decoder.heapBytes() < 64);
    QCOMPARE(decoder.feed(std::string(1000, 'x'), 16 * 1024 * 1024, ignore), DecodeStatus::NeedMore);
    QVERIFY(decoder.heapBytes() < 4096);
    QCOMPARE(decoder.pendingBytes(), std::size_t{1012});
  }

  void holdsNothingBetweenFrames() {
    FrameDecoder decoder;
    const std::string bytes = goodStream();
    for (const char byte : bytes) {
      (void)decoder.feed({&byte, 1}, kMaxPayload, [](const Frame&) { return true; });
    }
    QCOMPARE(decoder.pendingBytes(), std::size_t{0});
    QCOMPARE(decoder.heapBytes(), std::size_t{0});
  }

  void stopsWhenToldTo() {
    FrameDecoder decoder;
    int frames = 0;
    QCOMPARE(decoder.feed(goodStream() + "garbage", kMaxPayload, [&](const Frame&) { return ++frames < 2; }),
             DecodeStatus::NeedMore);
    QCOMPARE(frames, 2);
  }

  void closePayloads_data() {
    QTest::addColumn<QByteArray>("payload");
    QTest::addColumn<bool>("good");
    QTest::newRow("reason alone") << QByteArray::fromHex("00") << true;
    QTest::newRow("with retry-after") << QByteArray::fromHex("050102") << true;
    QTest::newRow("with sentence") << QByteArray::fromHex("07000041") << true;
    QTest::newRow("empty") << QByteArray() << false;
    QTest::newRow("half a retry-after") << QByteArray::fromHex("0501") << false;
    QTest::newRow("unknown reason") << QByteArray::fromHex("08") << false;
  }
  void closePayloads() {
    QFETCH(QByteArray, payload);
    QFETCH(bool, good);
    Close close;
    QCOMPARE(readClose({payload.data(), std::size_t(payload.size())}, close), good);
    if (payload.size() == 3) QCOMPARE(close.retryAfterS, std::uint16_t{0x0102});
  }
};

QTEST_APPLESS_MAIN(TestFrameDecoder)
#include "tst_frame_decoder.moc"
