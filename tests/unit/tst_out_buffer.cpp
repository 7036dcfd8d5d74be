#include <QTest>
#include <random>

#include "server/node/out_buffer.h"
#include "server/wire/frame.h"

using namespace lk;
using node::OutBuffer;

namespace {

std::string frameOf(std::size_t payload) {
  std::string bytes;
  wire::appendFrame(bytes, wire::FrameType::Command, 1, std::string(payload, 'p'));
  return bytes;
}

std::string allOf(const OutBuffer& out) {
  std::string all;
  while (all.size() < out.size()) all += out.from(all.size());
  return all;
}

}  // namespace

class TestOutBuffer : public QObject {
  Q_OBJECT

 private Q_SLOTS:
  void holdsNoMemoryOnceTaken() {
    OutBuffer out;
    out.append(frameOf(5000));
    QVERIFY(out.heapBytes() > 5000);
    out.taken(out.size());
    QVERIFY(out.empty());
    QCOMPARE(out.heapBytes(), std::size_t{0});
  }

  // Many devices may stall at once: what each takes is what waits for it, not what a string grows to.
  void trimmedItHoldsLittleMoreThanWhatWaits() {
    OutBuffer out;
    std::string all;
    for (int i = 0; i < 40; ++i) {
      const std::string frame = frameOf(1'000);
      all += frame;
      out.append(frame);
      if (i == 20) {
        out.taken(3'500);
        all.erase(0, 3'500);
      }
      out.trim();
      QVERIFY2(out.heapBytes() <= out.size() + out.size() / 4 + 1'025, QByteArray::number(i).constData());
      QVERIFY(allOf(out) == all);
    }
    out.dropWhole();
    QCOMPARE(out.size(), (4 * (1'000 + wire::kHeaderSize)) - 3'500);  // the rest of the frame it stands in
  }

  // Wherever the device stands, dropping what waits leaves it at the beginning of a frame.
  void droppingNeverCutsAFrame() {
    std::mt19937 random(7);
    for (int round = 0; round < 2000; ++round) {
      OutBuffer out;
      std::string sent;
      for (auto steps = 1 + random() % 6; steps > 0; --steps) {
        const std::size_t most = round % 2 == 0 ? 60 : 12'000;  // in one piece, in several
        for (auto frames = random() % 4; frames > 0; --frames) out.append(frameOf(random() % most));
        const std::size_t count = random() % (out.waiting().size() + 1);
        sent += out.waiting().substr(0, count);
        out.taken(count);
      }
      out.dropWhole();
      sent += allOf(out);
      std::string_view rest = sent;
      while (!rest.empty()) {
        QVERIFY(rest.size() >= wire::kHeaderSize);
        const std::size_t length = wire::frameLength(rest);
        QVERIFY(length <= rest.size());
        rest.remove_prefix(length);
      }
    }
  }

  // Whatever the device takes at a time; and a frame that nothing was taken of can be had back.
  void muchGoesInPiecesAndInOrder() {
    std::mt19937 random(7);
    OutBuffer out;
    std::string all;
    std::vector<std::size_t> begins;
    for (int i = 0; i < 300; ++i) {
      begins.push_back(all.size());
      const std::string frame = frameOf(random() % 9'000);
      all += frame;
      out.append(frame);
      if (i % 7 == 0) out.trim();
    }
    QCOMPARE(out.size(), all.size());
    QVERIFY(out.heapBytes() < all.size() * 5 / 4);
    for (std::size_t sent = 0; sent < all.size();) {
      for (const std::size_t begin : begins) {
        if (begin < sent) continue;
        const std::string_view frame = out.from(begin - sent);
        const std::size_t length = wire::frameLength(frame);
        QVERIFY(frame.substr(0, length) == std::string_view(all).substr(begin, length));
      }
      const std::size_t count = 1 + random() % out.waiting().size();
      QVERIFY(out.waiting().substr(0, count) == std::string_view(all).substr(sent, count));
      out.taken(count);
      sent += count;
      QCOMPARE(out.size(), all.size() - sent);
    }
    QCOMPARE(out.heapBytes(), std::size_t{0});
  }

  void keepsOrder() {
    OutBuffer out;
    const std::string first = frameOf(10);
    const std::string second = frameOf(20);
    out.append(first);
    out.taken(5);
    out.append(second);
    QCOMPARE(std::string(out.waiting()), first.substr(5) + second);
  }
};

QTEST_APPLESS_MAIN(TestOutBuffer)
#include "tst_out_buffer.moc"
