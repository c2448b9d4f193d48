"""Chinese family names: common single ones, compound ones, and those read otherwise than as a word."""


def _table(text: str) -> dict[str, tuple[str, ...]]:
    pairs = (entry.strip().split(":") for entry in text.split(";"))
    return {han: tuple(ways.split(",")) for han, ways in pairs}


SINGLE = frozenset(
    "王李张刘陈杨黄赵吴周徐孙朱马胡郭何高罗林郑梁谢宋唐韩许冯邓曹彭曾肖田董袁于潘蒋杜蔡余程魏叶"
    "吕丁苏任沈姚姜卢崔钟谭汪范陆金石廖贾夏付方韦邹白熊孟秦邱尹江薛闫侯段雷史龙陶顾贺黎郝毛邵龚"
    "万钱武严戴孔向覃常汤莫康文温牛代赖洪葛施邢安樊齐乔易庞倪伍鲁聂章岳颜殷翟申耿欧庄左焦兰关俞"
    "柳甘祝傅包尚毕舒宁曲梅童阮纪季苗单裴符谷凌成霍盛詹冉路骆辛靳柯涂蓝柴管翁祁鲍喻游蒙华蒲房滕"
    "屈饶解艾牟候时尤阳穆司吉车项缪芦农卓窦褚娄古景宫戚连费党冷卜晏米席柏卫宗岑佟边瞿麦桂沙臧全"
    "闵普姬和师苟邬卞应桑隋栾仇商刁简荣寇郎丛仲明查巫占甄巩虞丘佘苑迟麻池阎敖封鞠谈惠匡官荆郁胥"
    "冀乐南邝栗储原燕班楚鄢谌劳皮蔺奚闻粟满楼盘海伊位阚冼强仝索郜巴花玉盖帅凡屠豆权廉阿禹丰井练"
    "祖朴平漆国支狄卿计晋初相宣门云敬厉区来浦戈芮伏晁雍都薄邸鹿母修亓岩容赫阙羊辜裘杭宿鲜况印逯"
    "战隆邰诸慕茹达银嵇亢那危刀公才字湛戎宾萧茅居於勾干小尉揭但扎衣布束信展昝元利阴智呼富衡檀保"
    "拉由奉习幸腾户荀植闭尧渠钮哈虎巨贡雒青冶郗逄蹇旷昌弓操铁鄂税年扈谯庹矫娜竺木未步靖斯黑多东"
    "訾濮别藏水山轩种"
)

COMPOUND = frozenset(
    [
        "欧阳",
        "上官",
        "皇甫",
        "令狐",
        "司徒",
        "诸葛",
        "司马",
        "宇文",
        "呼延",
        "乐正",
        "鲜于",
        "赫连",
        "东方",
        "慕容",
        "宗政",
        "濮阳",
        "夏侯",
        "闻人",
        "公孙",
        "申屠",
        "端木",
        "南宫",
        "巫马",
        "长孙",
        "尉迟",
        "轩辕",
        "钟离",
        "梁丘",
        "司空",
        "西门",
        "公冶",
        "漆雕",
        "东郭",
        "万俟",
        "澹台",
        "司寇",
        "达奚",
        "颛孙",
        "拓跋",
        "独孤",
        "纳兰",
        "完颜",
    ]
)

READINGS = _table(
    "曾:zeng; 单:shan; 解:xie; 仇:qiu; 查:zha; 区:ou; 盖:ge,gai; 朴:piao,pu; 翟:zhai,di; "
    "乐:yue,le; 员:yun; 黑:he,hei; 缪:miao; 折:she; 召:shao; 秘:bi; 重:chong; 幺:yao; 宓:mi,fu; "
    "逄:pang; 覃:qin,tan; 冼:xian; 洗:xian; 繁:po; 种:chong; 能:nai; 牟:mu,mou; 隗:wei,kui; "
    "尉:wei,yu; 郗:xi,chi; 郇:xun,huan; 晁:chao; 谌:chen,shen; 晟:cheng,sheng; 祭:zhai; "
    "过:guo; 相:xiang; 都:du; 訾:zi; 呙:guo; 尉迟:yu chi; 长孙:zhang sun; 万俟:mo qi; 澹台:tan tai; "
    "令狐:ling hu; 单于:chan yu"
)

GIVEN = _table(
    "行:xing,hang; 乐:le,yue; 长:chang,zhang; 朝:chao,zhao; 茜:qian,xi; 晟:sheng,cheng; "
    "重:chong,zhong; 曾:zeng,ceng; 参:can,shen; 娜:na,nuo; 盛:sheng,cheng; 调:tiao,diao; "
    "传:chuan,zhuan; 婼:ruo,chuo; 妤:yu,shu"
)
