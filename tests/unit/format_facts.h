/* SPDX-License-Identifier: MIT */
/*
 * What the original files of ../shared/data/formats say, looked up in them by a script that knows nothing of fuda: numbers,
 * titles, dates, symbols; of the abstract only its bytes without blanks and their FNV-1a hash.
 */
#ifndef TESTS_FORMAT_FACTS_H
#define TESTS_FORMAT_FACTS_H

#include <stddef.h>
#include <stdint.h>

typedef struct format_fact {
    const char *file, *parts, *id, *title, *date, *filed, *priority, *group;
    size_t ncode;
    const char *first_code, *last_code;
    size_t text_bytes; /* without blanks */
    uint64_t text_hash;
} format_fact;

/* clang-format off */
static const format_fact format_facts[] = {
    {"uspto/US08926509.xml", NULL, "US8926509B2", "Wireless physiological sensor patches and systems", "2015-01-06", "2008-06-05", "2007-08-24", "", 28, "A61B 5/00", "H04W 52/0274", 564, 0x2d3918690e687938u},
    {"uspto/US20050004974A1.xml", NULL, "US20050004974A1", "Device model agent", "2005-01-06", "2003-10-16", "2002-10-16", "", 1, "G06F 15/16", "G06F 15/16", 734, 0x2d4060d57cab83e8u},
    {"uspto/application_v4-4-A1.xml", NULL, "US20210267109A1", "METHODS AND APPARATUS FOR YARD AND GARDEN DEBRIS COLLECTION", "2021-09-02", "2021-02-11", "2020-02-27", "", 5, "A01B 1/04", "B08B 1/005", 305, 0xb30b3e4234d1763fu},
    {"uspto/grant_v4-5-B1.xml", NULL, "US9358892B1", "System and method for pre-charging a hybrid vehicle for improving reverse driving performance", "2016-06-07", "2014-12-02", "", "", 9, "B60L 9/00", "B60K 2350/1076", 731, 0x60f3190bff777c32u},
    {"uspto/concatenated-bulk.xml", NULL, "US11147202B2", "Wheeled hand truck", "2021-10-19", "2018-12-26", "", "", 6, "A01B 1/24", "B62B 2206/006", 645, 0x3ea669199b28b44eu},
    {"uspto/concatenated-bulk.xml", NULL, "US11147203B2", "Middle mounted implement tractor", "2021-10-19", "2018-02-20", "", "", 9, "A01B 51/02", "B62D 49/0678", 732, 0xe05ca532c8401baeu},
    {"uspto/US20010009014A1.xml", NULL, "US20010009014A1", "Facilitating real-time, multi-point communications over the internet", "2001-07-19", "2001-02-05", "1999-04-06", "", 1, "G06F 15/16", "G06F 15/16", 707, 0x0a2d82a43149b737u},
    {"uspto/US06337117.xml", NULL, "US6337117B1", "Optical memory device", "2002-01-08", "1999-06-30", "1998-07-01", "", 1, "B32B 3/02", "B32B 3/02", 477, 0xfa3056b3575331e5u},
    {"uspto/USD435854S1.xml", NULL, "USD435854S", "Disc cartridge", "2001-01-02", "1999-01-06", "", "", 0, "", "", 0, 0x0000000000000000u},
    {"epo/WO-2022259205-A1_544370561.xml", NULL, "WO2022259205A1", "SELF-EMULSIFYING COMPOSITION, PRODUCTION METHODS AND USES THEREOF", "2022-12-15", "2022-06-09", "2021-06-11", "82558028", 19, "A61K 8/04", "A61Q 19/00", 456, 0x5f0f4f75f5023fe8u},
    {"epo/YU-6701-A_381353354.xml", NULL, "YU6701A", "TRICYCLIC SULFONAMIDES AND THEIR DERIVATIVES AS INHIBITORS OF MATRIX METALLOPROTEINASES", "2003-12-31", "1999-06-02", "1998-07-30", "22248526", 50, "A61K 31/18", "H04M 2215/96", 878, 0x0f2eb83898c4b4b8u},
    {"epo/fixtures__ep1000000_full_cycle_result.xml", NULL, "EP1000000A1", "Apparatus for manufacturing green bricks for the brick manufacturing industry", "2000-05-17", "1999-11-08", "1998-11-12", "19768124", 7, "B28B 5/02", "B28B 7/0064", 674, 0xad150297fdb921d6u},
    {"epo/fixtures__ep1000000_full_cycle_result.xml", NULL, "EP1000000B1", "Apparatus for manufacturing green bricks for the brick manufacturing industry", "2003-02-12", "1999-11-08", "1998-11-12", "19768124", 7, "B28B 5/02", "B28B 7/0064", 0, 0x0000000000000000u},
    {"epo/test__biblio_example.xml", NULL, "US20060142694A1", "Bi-directional steerable catheter control handle", "2006-06-29", "2004-12-28", "2004-12-28", "35840242", 5, "A61M 31/00", "A61M 25/0147", 1076, 0x22bca7f15a0ddd42u},
    {"cnipa/CN102009000190429CN00001020256780AFULZH20110420CN00R__CN102009000190429CN00001020256780AFULZH20110420CN00R.XML", NULL, "CN102025678A", "信道估计方法、装置及相干检测系统", "2011-04-20", "2009-09-11", "", "", 3, "H04L 27/26", "H04L 25/02", 894, 0x916ffa009354da67u},
    {"cnipa/2010102412224__100001-__DA000002391714.xml", "claims", "cnipa/2010102412224__100001-__DA000002391714.xml", "", "", "", "", "", 0, "", "", 1400, 0x402025b91add1635u},
    {"cnipa/2015110360686__100001-__100001.xml", "claims", "cnipa/2015110360686__100001-__100001.xml", "", "", "", "", "", 0, "", "", 5861, 0xa49b596e3b01f32du},
    {"cnipa/2018103922220__100001-__DA000164371417.xml", "claims", "cnipa/2018103922220__100001-__DA000164371417.xml", "", "", "", "", "", 0, "", "", 2158, 0x7ed4b48be2017163u},
    {"tables/jpo_st96_parsed_4.jsonl", NULL, "JP2012247417A", "遠隔遮断スイッチが温度に基づいて起動する公共料金メータ", "2012-12-13", "2012-05-23", "", "", 3, "G01D 4/00", "G01K 1/14", 708, 0xeacc899ecb4cff2bu},
    {"tables/jpo_st96_parsed_4.jsonl", NULL, "JP2013129832A", "エンジン内での使用における潤滑油組成物の塩基度の減少の速度の低下方法", "2013-07-04", "2012-12-21", "", "", 2, "C10M 169/04", "C10M 159/22", 711, 0x33a4dc3f809fc828u},
    {"tables/jpo_st96_parsed_4.jsonl", NULL, "JP2014142390A", "電気光学装置、電気光学装置の製造方法、及び電子機器", "2014-08-07", "2013-01-22", "", "", 4, "G09F 9/30", "H05B 33/14", 1053, 0xcfd4ce26b5d8f6d3u},
    {"tables/jpo_st96_parsed_4.jsonl", NULL, "JP2014159137A", "フィルム材及びフィルム材の製造方法", "2014-09-04", "2013-02-20", "", "", 1, "B32B 3/02", "B32B 3/02", 693, 0x6b80aef4d26341beu},
    {"tables/ificlaims_patents_first8.json", NULL, "USRE49889E1", "Systems and methods for generating and/or modifying electronic shopping lists from digital advertisements", "2024-03-26", "2020-12-23", "2020-12-23", "", 9, "G06Q 30/00", "G06Q 30/0277", 490, 0xe78a1265c55962bbu},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950524B2", "Spreader and rake hand tool", "2024-04-09", "2020-07-27", "2020-07-27", "", 9, "A01B 1/20", "A01D 7/10", 424, 0xf90de2d25ce74c60u},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950528B2", "Common drive member for weed seed mill of combine harvester", "2024-04-09", "2021-09-23", "2021-09-23", "", 7, "A01D 41/12", "A01F 12/184", 554, 0xc18084e6661099aeu},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950527B2", "Device and method for calibrating outdoor power equipment and quality of cut", "2024-04-09", "2020-05-28", "2020-05-28", "", 7, "A01D 34/00", "G05D 2201/0208", 566, 0x9b966974054deb64u},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950529B2", "Stalk sensor apparatus, systems, and methods", "2024-04-09", "2019-11-07", "2019-11-07", "", 13, "A01D 41/127", "G01B 2210/00", 189, 0x07024fc7e004465fu},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950525B2", "Protective member and work vehicle", "2024-04-09", "2021-06-21", "2021-06-21", "", 2, "A01B 71/08", "Y10T 74/2191", 299, 0xdde0e147817a7508u},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950534B1", "Solar powered robotic lawnmower", "2024-04-09", "2020-11-10", "2020-11-10", "", 130, "A01D 69/02", "A01D 2034/6843", 617, 0x6c4564fad690e1e1u},
    {"tables/ificlaims_patents_first8.json", NULL, "US11950530B2", "Forage harvester adjustment apparatus", "2024-04-09", "2021-05-28", "2021-05-28", "", 3, "A01D 43/08", "A01F 29/095", 615, 0xbddabcb5b2868d5cu},
    {"tables/jplatpat_result_1row_with_abstract.json", NULL, "JP2025519170A", "材質識別方法、インタラクティブタブレット及び記憶媒体", "2024-09-12", "2023-03-09", "", "", 2, "G06F 3/041", "G06F 3/042", 1422, 0xd283bef8034afce4u},
    {"tables/jplatpat_result.json", NULL, "JP2025519170A", "材質識別方法、インタラクティブタブレット及び記憶媒体", "2024-09-12", "2023-03-09", "", "", 2, "G06F 3/041", "G06F 3/042", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024077600A", "集積回路の安全制御方法、装置、記憶媒体及び電子機器", "2024-06-07", "2023-10-26", "", "", 2, "G06F 11/07", "G06F 15/78", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024066984A", "チップモニタリング方法及び装置", "2024-05-16", "2023-09-04", "", "", 2, "G06F 11/07", "G06F 21/74", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024546722A", "ファンの回転速度制御方法、装置及びデバイス", "2024-03-14", "2022-09-06", "", "", 2, "F04D 27/00", "G06F 1/20", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024024607A", "メモリーアクセスのための集積回路、処理方法、電子機器及び媒体", "2024-02-22", "2023-08-04", "", "", 2, "G06F 11/16", "G06F 12/00", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2025526201A", "内視鏡補助検査システム、方法、装置及び記憶媒体", "2024-01-18", "2023-05-31", "", "", 1, "A61B 1/045", "A61B 1/045", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP3245234U", "溶接設備", "2024-01-11", "2023-11-09", "", "", 2, "B23K 31/00", "B23K 37/02", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023168234A", "記憶装置、方法、電子機器及び記憶媒体", "2023-11-24", "2023-03-28", "", "", 1, "G06F 12/00", "G06F 12/00", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024545047A", "多モード医学データ融合の評価方法、装置、機器及び記憶媒体", "2023-06-08", "2022-11-23", "", "", 2, "G06T 7/00", "G16H 10/00", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP3241620U", "高層壁掃除ロボット", "2023-04-17", "2023-02-17", "", "", 3, "A47L 11/38", "A47L 1/02", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP3241619U", "屋根水槽洗浄機", "2023-04-17", "2023-02-17", "", "", 1, "B08B 9/087", "B08B 9/087", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP3241124U", "斜面清掃カーテンウォールロボット", "2023-03-06", "2022-12-28", "", "", 1, "A47L 11/38", "A47L 11/38", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2024503675A", "故障診断回路、方法、装置およびコンピュータ可読記憶媒体", "2023-02-23", "2022-08-18", "", "", 2, "G01R 31/28", "G01R 31/3183", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023534582A", "複数カメラの外部パラメータのキャリブレーション装置及び方法、記憶媒体、電子装置", "2022-12-29", "2022-01-29", "", "", 2, "H04N 23/60", "H04N 17/00", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023527631A", "テスト対象モジュールのテスト回路、方法及び装置", "2022-11-03", "2022-03-30", "", "", 3, "G01R 31/3183", "G06F 11/263", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023523527A", "ターゲット動き情報検出方法、装置、機器及び媒体", "2022-10-13", "2022-02-18", "", "", 3, "G06T 7/246", "G06V 10/40", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023523136A", "データパスの保護回路", "2022-10-06", "2022-02-11", "", "", 3, "G06F 21/60", "G06F 21/82", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2023512386A", "ウイルス性肝炎を治療又は予防するための薬物組成物及びその応用", "2022-07-07", "2021-11-29", "", "", 3, "A61K 31/415", "A61K 38/05", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2022551249A", "画像処理方法、画像処理用コマンドの生成方法および装置", "2022-02-03", "2020-11-24", "", "", 2, "G06T 3/40", "G06T 3/00", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2022550170A", "コンピュータがテンソルデータの計算を実現する方法、装置、媒体及び機器", "2022-01-13", "2020-11-24", "", "", 1, "G06F 17/16", "G06F 17/16", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2022537618A", "データ分類方法、分類器訓練方法及びシステム", "2021-12-02", "2021-01-25", "", "", 3, "G06N 10/80", "G06F 18/21", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2022530132A", "画像認識に基づく結腸鏡検査品質評価ワークステーション", "2020-10-29", "2020-04-09", "", "", 1, "A61B 1/045", "A61B 1/045", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JP2015016268A", "東洋医学における脈診の測定分析方法と測定分析システム及び簡易で携帯できる人工智能脈診測定分析装置", "2015-01-29", "2013-07-15", "", "", 1, "A61B 5/02", "A61B 5/02", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JPH08143465A", "難病のメガニズム及びその治療法", "1996-06-04", "1994-11-11", "", "", 3, "A61K 33/06", "A61K 35/78", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JPH04260932A", "推論機構", "1992-09-16", "1991-01-28", "", "", 1, "G06F 9/44", "G06F 9/44", 0, 0x0000000000000000u},
    {"tables/jplatpat_result.json", NULL, "JPH01114441A", "印刷機の組付けを構成する方法および装置", "1989-05-08", "1988-09-26", "", "", 2, "B41F 13/00", "B41F 27/12", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "US20110185700A1", "Jet Engine Bird Diverters", "2011-08-04", "2010-01-29", "2010-01-29", "", 1, "F02C 7/055", "F02C 7/055", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "JPH06101570A", "Scram Jet Engine", "1994-04-12", "1992-09-17", "1992-09-17", "", 1, "F02K 7/14", "F02K 7/14", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "CN2578538Y", "High Performance Exhaust Injecting Dust Remover", "2003-10-08", "2002-10-22", "2002-10-22", "", 1, "F02M 35/08", "F02M 35/08", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "WO2015059614A1", "The Principle Of Converted Regenerated Device (\"pcrd\")", "2015-04-30", "2014-10-18", "2013-10-22", "", 2, "F03G 7/10", "H02K 53/00", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "AU2000019454A", "Hydroxy-substituted N-alkoxy Hindered Amines", "2000-09-14", "2000-02-24", "1999-02-25", "", 21, "G03C 7/392", "C09K 15/32", 0, 0x0000000000000000u},
    {"tables/lens-export.csv", NULL, "US8001762B2", "Method And Device To Increase Thrust And Efficiency Of Jet Engine", "2011-08-23", "2007-08-03", "2006-08-04", "", 1, "F02C 7/08", "F02C 7/08", 0, 0x0000000000000000u},
};
/* clang-format on */

#endif
